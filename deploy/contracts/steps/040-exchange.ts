import { isAddressEqual } from "viem";
import { complianceGateAbi } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import { readListener } from "../listener.ts";
import type { DeployStep } from "./step.ts";

/** The exchange, which the gate tells of every account that loses its standing. */
export const exchange: DeployStep = {
  id: "040",
  title: "exchange",
  async run({ client, deployer, readArtifact }) {
    const gate = deployer.at("complianceGate");
    const address = await deployer.proxy("exchange", readArtifact(ARTIFACTS.exchange), [
      deployer.at("accessManager"),
      gate,
      deployer.at("carbonCredits"),
    ]);
    await deployer.ensure("the gate tells the exchange of changes", {
      holds: async () => isAddressEqual(await readListener(client, gate), address),
      to: gate,
      abi: complianceGateAbi,
      functionName: "setListener",
      args: [address],
    });
  },
};
