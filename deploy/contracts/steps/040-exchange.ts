import { isAddressEqual, parseAbi } from "viem";
import { exchangeAbi } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import { deployModules } from "../module-chain.ts";
import type { DeployStep } from "./step.ts";

const GATE_LISTENER = parseAbi([
  "function listener() view returns (address)",
  "function setListener(address listener)",
]);

/** The exchange with its modules, which the gate tells of every account that loses its standing, and which asks for labels. */
export const exchange: DeployStep = {
  id: "040",
  title: "exchange",
  async run({ client, deployer, readArtifact }) {
    const gate = deployer.at("complianceGate");
    const address = await deployer.proxy(
      "exchange",
      readArtifact(ARTIFACTS.exchange),
      [deployer.at("accessManager"), gate, deployer.at("carbonCredits")],
      async () => [
        await deployModules("exchange", (name, source, args) =>
          deployer.implementation(`exchange:${name}`, readArtifact(source), args),
        ),
      ],
    );
    await deployer.ensure("the gate tells the exchange of changes", {
      holds: async () =>
        isAddressEqual(
          await client.readContract({ address: gate, abi: GATE_LISTENER, functionName: "listener" }),
          address,
        ),
      to: gate,
      abi: GATE_LISTENER,
      functionName: "setListener",
      args: [address],
    });
    const labels = deployer.at("labelRegistry");
    await deployer.ensure("sweeps ask the label registry", {
      holds: async () =>
        isAddressEqual(await client.readContract({ address, abi: exchangeAbi, functionName: "labels" }), labels),
      to: address,
      abi: exchangeAbi,
      functionName: "setLabels",
      args: [labels],
    });
  },
};
