/** Rebuilds every figure from logs and compares it with the contracts. `--help` lists the options. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createPublicClient, http } from "viem";
import type { PublicClient } from "viem";
import {
  DeploymentError,
  VERIFY_USAGE,
  VerifyError,
  findContracts,
  findGoverned,
  loadDeployment,
  parseDeployment,
  parseVerifyCommand,
  targetOf,
  verifyChain,
  verifyJson,
  verifyReport,
} from "../src/node/index.ts";
import type { AuditTarget, VerifyCommand } from "../src/node/index.ts";

const ATTEMPTS = 4;
const DEPLOYMENTS = join(import.meta.dirname, "../../deploy/deployments");

async function namedTarget(client: PublicClient, { contracts }: VerifyCommand): Promise<AuditTarget> {
  if (contracts.kind === "addresses") return findContracts(client, contracts.credits, contracts.exchange);
  if (contracts.kind === "file")
    return targetOf(parseDeployment(await readFile(contracts.file, "utf8"), contracts.file));
  return targetOf(await loadDeployment({ dir: contracts.folder, chainId: await client.getChainId() }));
}

/** What the command names, from the block on that it names, with what the chain adds to it. */
async function findTarget(client: PublicClient, command: VerifyCommand): Promise<AuditTarget> {
  const { blocksPerCall, fromBlock } = command;
  const named = await namedTarget(client, command);
  const target = fromBlock === undefined ? named : { ...named, fromBlock };
  return findGoverned(
    { client, blocksPerCall, attempts: ATTEMPTS, wait: (milliseconds) => wait(milliseconds) },
    target,
  );
}

/** Runs the command; see VERIFY_USAGE for the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(VERIFY_USAGE);
    return 0;
  }
  const parsed = parseVerifyCommand(args, DEPLOYMENTS);
  if (!parsed.ok) {
    console.error(`${parsed.error}\n\n${VERIFY_USAGE}`);
    return 2;
  }
  const command = parsed.value;
  const client = createPublicClient({ transport: http(command.rpcUrl, { retryCount: 3, timeout: 60_000 }) });
  const target = await findTarget(client, command);
  const verification = await verifyChain({
    client,
    target,
    at: command.at,
    blocksPerCall: command.blocksPerCall,
    wait: (milliseconds) => wait(milliseconds),
    progress: (line) => console.error(line),
  });
  console.log(command.json ? verifyJson(verification) : verifyReport(verification).join("\n"));
  return verification.differences.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof VerifyError || error instanceof DeploymentError;
  if (!expected && (error as NodeJS.ErrnoException).code === undefined) throw error;
  console.error((error as Error).message);
  process.exitCode = 2;
}
