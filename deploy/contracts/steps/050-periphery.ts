import { DeployError } from "../../errors.ts";
import { ARTIFACTS } from "../artifact.ts";
import type { DeployStep } from "./step.ts";

/**
 * The automation entry for the keeper's work, the ledger of snapshots, the anchors of the audit log, the recovery of lost wallets, what
 * keeps makers and checkers apart, and a quote token where the network has none of its own.
 */
export const periphery: DeployStep = {
  id: "050",
  title: "periphery",
  async run({ config, deployer, readArtifact }) {
    await deployer.contract("marketUpkeep", readArtifact(ARTIFACTS.marketUpkeep), [deployer.at("exchange")]);
    await deployer.contract("completenessLedger", readArtifact(ARTIFACTS.completenessLedger), [
      deployer.at("carbonCredits"),
    ]);
    await deployer.contract("auditAnchor", readArtifact(ARTIFACTS.auditAnchor), [deployer.at("accessManager")]);
    await deployer.contract("walletRecovery", readArtifact(ARTIFACTS.walletRecovery), [
      deployer.at("accessManager"),
      deployer.at("complianceGate"),
      deployer.at("carbonCredits"),
    ]);
    await deployer.contract("separatedRoles", readArtifact(ARTIFACTS.separatedRoles), [deployer.at("accessManager")]);
    if (config.quoteToken !== undefined) {
      await deployer.adopt("quoteToken", config.quoteToken);
    } else if (config.disposable) {
      await deployer.contract("quoteToken", readArtifact(ARTIFACTS.quoteToken));
    } else {
      throw new DeployError(
        "BAD_CONFIG",
        "quoteToken: the test token with its open faucet is for disposable chains only",
      );
    }
  },
};
