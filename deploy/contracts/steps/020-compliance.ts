import { ARTIFACTS } from "../artifact.ts";
import type { DeployStep } from "./step.ts";

/** The sanctions list (ours, or an oracle that is already there) and the gate that consults it. */
export const compliance: DeployStep = {
  id: "020",
  title: "compliance gate and sanctions list",
  async run({ config, deployer, readArtifact }) {
    const manager = deployer.at("accessManager");
    const list =
      config.sanctionsList === undefined
        ? await deployer.proxy("sanctionsList", readArtifact(ARTIFACTS.sanctionsList), [manager])
        : await deployer.adopt("sanctionsList", config.sanctionsList);
    await deployer.proxy("complianceGate", readArtifact(ARTIFACTS.complianceGate), [manager, list]);
  },
};
