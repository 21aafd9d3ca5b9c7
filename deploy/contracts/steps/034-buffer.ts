import { isAddressEqual } from "viem";
import { carbonCreditsAbi } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import type { DeployStep } from "./step.ts";

/** The reversal buffer, which receives its share of every issuance and may suspend batches. */
export const buffer: DeployStep = {
  id: "034",
  title: "reversal buffer",
  async run({ client, deployer, readArtifact }) {
    const credits = deployer.at("carbonCredits");
    const address = await deployer.proxy("reversalBuffer", readArtifact(ARTIFACTS.reversalBuffer), [
      deployer.at("accessManager"),
      credits,
    ]);
    await deployer.ensure("the registry fills its buffer", {
      holds: async () =>
        isAddressEqual(
          await client.readContract({ address: credits, abi: carbonCreditsAbi, functionName: "buffer" }),
          address,
        ),
      to: credits,
      abi: carbonCreditsAbi,
      functionName: "setBuffer",
      args: [address],
    });
  },
};
