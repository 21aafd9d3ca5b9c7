/** Turns a registry export into projects and issuance proposals, shown or submitted. `--help` lists the options. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPublicClient, createWalletClient, defineChain, http, isHex } from "viem";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { importJson, importRegistryCsv, importReport, submitImport } from "../src/import/index.ts";
import type { ImportResult, SubmittedProposal } from "../src/import/index.ts";
import { CarbonContractError, createCarbonClient } from "../src/index.ts";
import type { CarbonClient } from "../src/index.ts";
import { DeploymentError, IMPORT_USAGE, loadDeployment, parseImportCommand } from "../src/node/index.ts";
import type { ImportCommand } from "../src/node/index.ts";

const DEPLOYMENTS = join(import.meta.dirname, "../../deploy/deployments");

async function connect(submit: NonNullable<ImportCommand["submit"]>): Promise<CarbonClient> {
  const transport = http(submit.rpcUrl);
  const chainId = await createPublicClient({ transport }).getChainId();
  const deployment = await loadDeployment({ dir: submit.deploymentsDir, chainId });
  const chain = defineChain({
    id: chainId,
    name: deployment.name,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [submit.rpcUrl] } },
  });
  const account = privateKeyToAccount(await readKey(submit.privateKeyFile));
  return createCarbonClient({
    publicClient: createPublicClient({ chain, transport }),
    walletClient: createWalletClient({ chain, transport, account }),
    deployment,
  });
}

async function readKey(file: string): Promise<Hex> {
  const text = (await readFile(file, "utf8")).trim();
  const key = text.startsWith("0x") ? text : `0x${text}`;
  if (!isHex(key) || key.length !== 66) throw new RangeError(`${file} holds no private key (64 hex digits)`);
  return key;
}

function progressLine(submitted: SubmittedProposal): string {
  const { projectKey, serialNamespace, blockStart, blockEnd } = submitted.proposal;
  const what = `${projectKey} ${serialNamespace} ${blockStart}-${blockEnd}`;
  return "problem" in submitted
    ? `  refused   ${what}: ${submitted.problem.sentence}`
    : `  proposal ${submitted.proposalId}  ${what}`;
}

async function submitAll(command: NonNullable<ImportCommand["submit"]>, result: ImportResult): Promise<number> {
  const client = await connect(command);
  const onProgress = (submitted: SubmittedProposal) => console.log(progressLine(submitted));
  const submitted = await submitImport(client, result, { includeHistory: command.includeHistory, onProgress });
  const refused = submitted.filter((entry) => "problem" in entry).length;
  const left = result.proposals.length - submitted.length;
  console.log(`${submitted.length - refused} proposed, ${refused} refused, ${left} left out as history`);
  return refused === 0 ? 0 : 1;
}

/** Runs the command; the exit code is 0 when something was understood and nothing was refused, 2 on wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(IMPORT_USAGE);
    return 0;
  }
  const command = parseImportCommand(args, DEPLOYMENTS);
  if (!command.ok) {
    console.error(`${command.error}\n\n${IMPORT_USAGE}`);
    return 2;
  }
  const { file, projectsFile, format, recipient, assignSerials, json, submit } = command.value;
  const projectsCsv = projectsFile === undefined ? undefined : await readFile(projectsFile, "utf8");
  const result = importRegistryCsv(await readFile(file, "utf8"), {
    assignSerials,
    ...(format === undefined ? {} : { format }),
    ...(recipient === undefined ? {} : { recipient }),
    ...(projectsCsv === undefined ? {} : { projectsCsv }),
  });
  console.log(json ? importJson(result) : importReport(result).join("\n"));
  if (result.proposals.length === 0) return 1;
  return submit ? submitAll(submit, result) : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected =
    error instanceof CarbonContractError || error instanceof DeploymentError || error instanceof RangeError;
  if (!expected && (error as NodeJS.ErrnoException).code === undefined) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
