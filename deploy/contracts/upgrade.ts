/**
 * NETWORK=<name> RPC_URL=<url> DEPLOYER_KEY_FILE=<file> node deploy/bootstrap.mjs upgrade <contract> [<file>:<contract>]
 * Upgrades one proxy (exchange, carbonCredits, ...) to the compiled contract of its name, or to the one given.
 */
import { loadDeployment } from "@carbonxchange/sdk/node";
import { readEnvironment } from "../config.ts";
import { DeployError } from "../errors.ts";
import { ARTIFACTS, createArtifactReader } from "./artifact.ts";
import { connect, deployerAccount } from "./connect.ts";
import { moduleSources } from "./module-chain.ts";
import { loadNetworkConfig } from "./network-config.ts";
import { PROXIES } from "./steps/080-check.ts";
import { openLayoutBook, readValidations } from "./storage-layouts.ts";
import { upgradeProxy } from "./upgrade-proxy.ts";

async function main(): Promise<void> {
  const [wanted, source] = process.argv.slice(2);
  const name = PROXIES.find((proxy) => proxy === wanted);
  if (name === undefined) throw new DeployError("BAD_CONFIG", `which proxy? one of ${PROXIES.join(", ")}`);
  const env = readEnvironment();
  const config = await loadNetworkConfig(env.NETWORK);
  const rpcUrl = env.RPC_URL ?? (config.disposable ? `http://127.0.0.1:${env.CHAIN_PORT}` : undefined);
  if (rpcUrl === undefined) throw new DeployError("BAD_ENVIRONMENT", "RPC_URL: needed on a lasting network");
  const { client, walletOf } = connect(rpcUrl, config.chainId, config.name, config.disposable ? 50 : 1_000);
  const readArtifact = createArtifactReader();
  const outcome = await upgradeProxy(
    {
      client,
      wallet: walletOf(deployerAccount(env, config)),
      deployment: await loadDeployment({ dir: env.DEPLOYMENTS_DIR, chainId: config.chainId }),
      validations: readValidations(),
      layouts: openLayoutBook(env.DEPLOYMENTS_DIR, config.chainId),
      log: (line) => console.log(line),
    },
    name,
    {
      implementation: readArtifact(source?.replace(":", "/") ?? ARTIFACTS[name]),
      modules: moduleSources(name).map(readArtifact),
    },
  );
  if (outcome.state === "waiting") {
    const when = new Date(Number(outcome.readyAt) * 1000).toISOString();
    console.log(`${name}: the timelock lets it through from ${when} on; run the same command again then`);
  } else {
    console.log(`${name}: ${outcome.state === "upgraded" ? "now runs" : "already runs"} ${outcome.implementation}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof DeployError ? error.message : error);
  process.exitCode = 1;
});
