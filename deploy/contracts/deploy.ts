/** Runs the numbered steps in order on one chain; safe to run again at any time. */
import type { Address, Chain, LocalAccount, PublicClient, Transport, WalletClient } from "viem";
import type { Deployment } from "@carbonxchange/sdk";
import type { ValidationData } from "@openzeppelin/upgrades-core";
import { DeployError } from "../errors.ts";
import type { Artifact, ReadArtifact } from "./artifact.ts";
import { createDeployer } from "./deployer.ts";
import { openLedger } from "./ledger.ts";
import type { NetworkConfig } from "./network-config.ts";
import { accessManager } from "./steps/010-access-manager.ts";
import { compliance } from "./steps/020-compliance.ts";
import { registry } from "./steps/030-registry.ts";
import { labels } from "./steps/032-labels.ts";
import { buffer } from "./steps/034-buffer.ts";
import { basket } from "./steps/036-basket.ts";
import { exchange } from "./steps/040-exchange.ts";
import { periphery } from "./steps/050-periphery.ts";
import { roles } from "./steps/060-roles.ts";
import { handover } from "./steps/070-handover.ts";
import { check } from "./steps/080-check.ts";
import type { DeployStep } from "./steps/step.ts";
import { openLayoutBook, recordOf } from "./storage-layouts.ts";

export const STEPS: readonly DeployStep[] = [
  accessManager,
  compliance,
  registry,
  labels,
  buffer,
  basket,
  exchange,
  periphery,
  roles,
  handover,
  check,
];

export type DeployContractsDeps = {
  config: NetworkConfig;
  client: PublicClient<Transport, Chain>;
  wallet: WalletClient<Transport, Chain, LocalAccount>;
  readArtifact: ReadArtifact;
  /** Folder of the deployments files. */
  folder: string;
  log: (line: string) => void;
  /** What the compiler said of storage; with it the layouts in use are recorded, so that upgrades can be checked. */
  validations?: ValidationData;
  /** Called before each step; a test cuts the deployment off here. */
  beforeStep?: (id: string) => void;
};

/** The deployment and how many transactions this run sent for it: none when everything stood already. */
export type DeployOutcome = { deployment: Deployment; sent: number };

/** Deploys and wires every contract; throws a DeployError that says what is in the way. */
export async function deployContracts(deps: DeployContractsDeps): Promise<DeployOutcome> {
  const { config, client, wallet, readArtifact, folder, log } = deps;
  const chainId = await client.getChainId();
  if (chainId !== config.chainId) throw new DeployError("WRONG_CHAIN", `${chainId}, not ${config.chainId}`);
  const { hash: genesisHash } = await client.getBlock({ blockNumber: 0n });
  const ledger = openLedger(folder, { chainId, genesisHash, disposable: config.disposable });
  const layouts = openLayoutBook(folder, chainId);
  const onImplementation = (address: Address, artifact: Artifact, args: readonly unknown[]) => {
    if (deps.validations !== undefined) layouts.put(address, recordOf(artifact, deps.validations, args));
  };
  const { confirmations } = config;
  const deployer = createDeployer({ client, wallet, readArtifact, ledger, confirmations, log, onImplementation });
  for (const step of STEPS) {
    deps.beforeStep?.(step.id);
    log(`${step.id} ${step.title}`);
    await step.run({ config, client, deployer, readArtifact, log: (line) => log(`    ${line}`) });
  }
  return { deployment: await ledger.finish(config.name), sent: deployer.sent };
}
