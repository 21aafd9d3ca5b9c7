import { isAddressEqual, parseAbi } from "viem";
import { ARTIFACTS } from "../artifact.ts";
import type { DeployStep } from "./step.ts";

const LIST_GATE = parseAbi(["function gate() view returns (address)", "function setGate(address gate)"]);

/** The sanctions list (ours, or an oracle that is already there) and the gate that consults it. */
export const compliance: DeployStep = {
  id: "020",
  title: "compliance gate and sanctions list",
  async run({ config, client, deployer, readArtifact }) {
    const manager = deployer.at("accessManager");
    const list =
      config.sanctionsList === undefined
        ? await deployer.proxy("sanctionsList", readArtifact(ARTIFACTS.sanctionsList), [manager])
        : await deployer.adopt("sanctionsList", config.sanctionsList);
    const gate = await deployer.proxy("complianceGate", readArtifact(ARTIFACTS.complianceGate), [manager, list]);
    if (config.sanctionsList !== undefined) return; // an oracle of somebody else tells nobody
    await deployer.ensure("the sanctions list tells the gate", {
      holds: async () =>
        isAddressEqual(await client.readContract({ address: list, abi: LIST_GATE, functionName: "gate" }), gate),
      to: list,
      abi: LIST_GATE,
      functionName: "setGate",
      args: [gate],
    });
  },
};
