/**
 * NETWORK=<name> RPC_URL=<url> DEPLOYER_KEY_FILE=<file> node deploy/bootstrap.mjs deploy
 * Deploys the contracts to the network of deploy/config/<name>.json; without NETWORK to a local chain.
 */
import { readEnvironment } from "../config.ts";
import { DeployError } from "../errors.ts";
import { createArtifactReader } from "./artifact.ts";
import { connect, deployerAccount } from "./connect.ts";
import { deployContracts } from "./deploy.ts";
import { loadNetworkConfig } from "./network-config.ts";
import { readValidations } from "./storage-layouts.ts";

async function main(): Promise<void> {
  const env = readEnvironment();
  const config = await loadNetworkConfig(env.NETWORK);
  const rpcUrl = env.RPC_URL ?? (config.disposable ? `http://127.0.0.1:${env.CHAIN_PORT}` : undefined);
  if (rpcUrl === undefined) throw new DeployError("BAD_ENVIRONMENT", "RPC_URL: needed on a lasting network");
  const { client, walletOf } = connect(rpcUrl, config.chainId, config.name, config.disposable ? 50 : 1_000);
  const { deployment, sent } = await deployContracts({
    config,
    client,
    wallet: walletOf(deployerAccount(env, config)),
    readArtifact: createArtifactReader(),
    folder: env.DEPLOYMENTS_DIR,
    validations: readValidations(),
    log: (line) => console.log(line),
  });
  console.log(sent === 0 ? "nothing to do" : `${sent} transactions`);
  for (const [name, { address, startBlock }] of Object.entries(deployment.contracts)) {
    console.log(`${name.padEnd(22)} ${address}  from block ${startBlock}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof DeployError ? error.message : error);
  process.exitCode = 1;
});
