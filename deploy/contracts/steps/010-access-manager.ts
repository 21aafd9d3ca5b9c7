import { zeroAddress } from "viem";
import { ARTIFACTS } from "../artifact.ts";
import { resolveHolders } from "../holders.ts";
import type { DeployStep } from "./step.ts";

/** Who may do what (AccessManager) and who may change that, after a delay (TimelockController). */
export const accessManager: DeployStep = {
  id: "010",
  title: "access manager and timelock",
  async run({ config, deployer, readArtifact }) {
    await deployer.contract("accessManager", readArtifact(ARTIFACTS.accessManager), [deployer.address]);
    const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
    await deployer.contract("timelock", readArtifact(ARTIFACTS.timelock), [
      BigInt(config.timelock.minDelaySeconds),
      resolveHolders(config.timelock.proposers, known),
      resolveHolders(config.timelock.executors, known),
      zeroAddress, // no admin of its own: the timelock changes itself only through itself
    ]);
  },
};
