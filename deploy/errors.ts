/** Every way in which a deployment or the local stack can fail; the text is what the operator reads. */
export const DEPLOY_ERRORS = {
  BAD_CONFIG: "the configuration is not usable",
  BAD_ENVIRONMENT: "an environment variable is missing or wrong",
  NO_ARTIFACT: "a compiled contract is missing; run `npx hardhat compile --no-tests`",
  WRONG_CHAIN: "the node serves another chain than the configuration names",
  FOREIGN_DEPLOYMENT: "the deployments file was written for another chain",
  NO_CODE: "the deployments file names an address without code",
  NOT_DEPLOYED: "a contract is needed before it was deployed",
  TRANSACTION_FAILED: "a transaction was reverted",
  NEEDS_TIMELOCK: "the change needs the timelock, because the deployer is no longer admin",
  CHECK_FAILED: "what stands on the chain is not what the configuration says",
  UNSAFE_UPGRADE: "the new implementation is not safe to upgrade to",
  BUSY_PORT: "a port is taken",
  MISSING_TOOL: "a program the stack needs is missing",
  NOT_READY: "a process did not become ready in time",
  CHILD_FAILED: "a process ended",
  CHAIN_LOST: "the local chain ended, and its state with it",
  SEED_FAILED: "the demonstration market could not be set up",
} as const;
export type DeployErrorCode = keyof typeof DEPLOY_ERRORS;

/** An expected failure with a code; `detail` names the value and what to do about it. */
export class DeployError extends Error {
  readonly code: DeployErrorCode;

  constructor(code: DeployErrorCode, detail: string, options?: ErrorOptions) {
    super(`${DEPLOY_ERRORS[code]}: ${detail}`, options);
    this.name = "DeployError";
    this.code = code;
  }
}
