/** The parts of a stack, one function each, in the order in which they come up. */
import { loadDeployment } from "@carbonxchange/sdk/node";
import type { Deployment } from "@carbonxchange/sdk";
import { LOCAL_CHAIN_ID, localNetwork } from "../config/local.ts";
import { createArtifactReader } from "../contracts/artifact.ts";
import { connect, type ChainAccess } from "../contracts/connect.ts";
import { deployContracts } from "../contracts/deploy.ts";
import type { NetworkConfig } from "../contracts/network-config.ts";
import { readValidations } from "../contracts/storage-layouts.ts";
import { localAccount } from "./accounts.ts";
import { identifyChain, localChain } from "./chain.ts";
import { freshDatabase } from "./databases.ts";
import { embeddedPostgres } from "./postgres.ts";
import type { ProcessSpec } from "./processes/supervised.ts";
import { seedMarket } from "./seed.ts";
import {
  apiService,
  appService,
  indexerService,
  keeperService,
  orderFlowService,
  type ServiceSettings,
} from "./services.ts";
import type { PortName, ServiceName, StackOptions } from "./stack-options.ts";
import { rpcCall } from "./wait-for.ts";

/** What every part is given to come up with. */
export type Rise = {
  options: StackOptions;
  ports: Record<PortName, number>;
  wants: (name: ServiceName) => boolean;
  /** Runs one step, reported, unless the start was called off. */
  step: <T>(title: string, work: () => Promise<T>, say?: (result: T) => string) => Promise<T>;
  /** Starts a supervised process and waits until it is ready. */
  start: (spec: ProcessSpec) => Promise<void>;
  log: (text: string) => void;
};

const SEED = 2_026;
const STEPS = 150;

/** Postgres; answers with a URL that may create databases. */
export async function raisePostgres({ options, ports, step, start }: Rise): Promise<string> {
  if (options.databaseUrl !== undefined) return options.databaseUrl;
  const postgres = await embeddedPostgres(options.dataDir, ports.postgres);
  await step(`Postgres on port ${ports.postgres}`, () => start(postgres.spec));
  return postgres.urlOf("postgres");
}

/** `network` is known on the local chain only: elsewhere the contracts are deployed beforehand. */
export type RaisedChain = {
  rpcUrl: string;
  isOwn: boolean;
  chainId: number;
  genesisHash: `0x${string}`;
  network: NetworkConfig | undefined;
  access: ChainAccess;
};

/** The chain: our own Hardhat node, or the one that is there. */
export async function raiseChain({ options, ports, step, start }: Rise): Promise<RaisedChain> {
  const isOwn = options.rpcUrl === undefined;
  const rpcUrl = options.rpcUrl ?? `http://127.0.0.1:${ports.chain}`;
  if (isOwn) await step(`local chain on port ${ports.chain}`, () => start(localChain(ports.chain)));
  const { chainId, genesisHash } = await identifyChain(rpcUrl);
  if (isOwn && options.seeded === false) await moveToPresent(rpcUrl);
  const network = chainId === LOCAL_CHAIN_ID ? localNetwork() : undefined;
  const access = connect(rpcUrl, chainId, network?.name ?? `chain ${chainId}`, isOwn ? 20 : 500);
  return { rpcUrl, isOwn, chainId, genesisHash, network, access };
}

/** The local chain begins in the past; without a past to fill it goes to the present at once. */
async function moveToPresent(rpcUrl: string): Promise<void> {
  await rpcCall(rpcUrl, "evm_setNextBlockTimestamp", [Math.floor(Date.now() / 1000)]);
  await rpcCall(rpcUrl, "evm_mine");
}

/** The contracts: deployed on the local chain, read from their file elsewhere. */
export async function raiseContracts({ options, step, log }: Rise, chain: RaisedChain): Promise<Deployment> {
  const { network, access, chainId } = chain;
  const { deploymentsDir } = options;
  if (network === undefined) {
    return step(`contracts of chain ${chainId}`, () => loadDeployment({ dir: deploymentsDir, chainId }));
  }
  const deploy = () =>
    deployContracts({
      config: network,
      client: access.client,
      wallet: access.walletOf(localAccount("deployer").account),
      readArtifact: createArtifactReader(),
      validations: readValidations(),
      folder: deploymentsDir,
      log: (line) => log(`${line}\n`),
    });
  const say = ({ sent }: { sent: number }) => (sent === 0 ? "already there" : `${sent} transactions`);
  const { deployment } = await step("deployment", deploy, say);
  return deployment;
}

/** A database of this chain's own, so that local chains never share one; on a lasting network the very one you named. */
export async function raiseDatabase({ options, step }: Rise, adminUrl: string, chain: RaisedChain): Promise<string> {
  const { chainId, genesisHash, isOwn, network } = chain;
  if (options.databaseUrl !== undefined && network === undefined) return adminUrl;
  const create = () => freshDatabase(adminUrl, { prefix: "carbon", chainId, genesisHash, dropOthers: isOwn });
  return step("database", create, (url) => new URL(url).pathname.slice(1));
}

/** The demonstration market, on a local chain. */
export async function raiseMarket({ options, step }: Rise, chain: RaisedChain, deployment: Deployment): Promise<void> {
  if (options.seeded === false || chain.network === undefined) return;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const { access, rpcUrl } = chain;
  await step(
    "demonstration market",
    () => seedMarket({ access, deployment, rpcUrl, nowSeconds, seed: SEED, steps: options.historySteps ?? STEPS }),
    ({ transactions, markets }) =>
      transactions === 0 ? "already there" : `${markets} markets, ${transactions} transactions`,
  );
}

/** Indexer, keeper, API, page and order flow, as far as they are wanted. */
export async function raiseServices(
  { ports, wants, step, start }: Rise,
  settings: ServiceSettings,
  appBuilt: Promise<string>,
): Promise<void> {
  if (wants("indexer")) await step(`indexer on port ${ports.indexer}`, () => start(indexerService(settings)));
  if (wants("keeper")) await step("keeper", () => start(keeperService(settings)));
  if (wants("api")) await step(`API on port ${ports.api}`, () => start(apiService(settings)));
  if (wants("app")) {
    await step(
      "page, build",
      () => appBuilt,
      (how) => (how === "built" ? "built" : "built already"),
    );
    await step(`page on port ${ports.app}`, () => start(appService(settings)));
  }
  const isLocal = settings.chainId === LOCAL_CHAIN_ID;
  if (wants("flow") && isLocal) await step("order flow", () => start(orderFlowService(settings, SEED)));
}
