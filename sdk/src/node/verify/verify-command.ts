import { parseArgs } from "node:util";
import { isAddress } from "viem";
import type { Address, BlockTag } from "viem";
import { err, ok } from "../../result.ts";
import type { Result } from "../../result.ts";

/** What `verify` was asked to do. */
export type VerifyCommand = {
  rpcUrl: string;
  /** Where the contracts stand: a file, the folder of the deployments, or the addresses themselves. */
  contracts:
    | { kind: "file"; file: string }
    | { kind: "folder"; folder: string }
    | { kind: "addresses"; credits: Address; exchange: Address | undefined };
  at: bigint | BlockTag;
  blocksPerCall: bigint;
  fromBlock: bigint | undefined;
  json: boolean;
};

export const VERIFY_USAGE = `Usage: npm run verify -- --rpc <url> [options]

Rebuilds every figure from logs alone, asks the contracts for the same figures, and prints each difference.
Exit code: 0 all figures agree, 1 something does not, 2 wrong usage or no answer.

  --rpc URL             node of the chain; with the history of the contracts' logs
  --deployment FILE     deployment file; else deploy/deployments/<chainId>.json
  --credits ADDRESS     instead of a file: the credit registry, from which all other contracts are found
  --exchange ADDRESS    the exchange, where the registry's compliance gate does not name it
  --block N|TAG         block of the comparison: a number, finalized (the default), safe or latest
  --from-block N        first block that can hold a log of the contracts
  --chunk N             blocks per request for logs at most (10000)
  --json                everything as JSON`;

const OPTIONS = {
  rpc: { type: "string" },
  deployment: { type: "string" },
  credits: { type: "string" },
  exchange: { type: "string" },
  block: { type: "string", default: "finalized" },
  "from-block": { type: "string" },
  chunk: { type: "string", default: "10000" },
  json: { type: "boolean", default: false },
} as const;

const TAGS = ["finalized", "safe", "latest"] as const;

/** Reads the command line. `folder` stands in for --deployment. Fails with what is missing or unknown. */
export function parseVerifyCommand(args: readonly string[], folder: string): Result<VerifyCommand> {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const { rpc, deployment, credits, exchange } = values;
  if (rpc === undefined) return err("--rpc is missing");
  for (const [name, address] of Object.entries({ credits, exchange })) {
    if (address !== undefined && !isAddress(address)) return err(`--${name} ${address} is no address`);
  }
  if (exchange !== undefined && credits === undefined) return err("--exchange needs --credits");
  if (deployment !== undefined && credits !== undefined) return err("give --deployment or --credits, not both");
  const at = TAGS.find((tag) => tag === values.block) ?? wholeNumber(values.block);
  if (at === null) return err(`--block ${values.block} is neither a number nor ${TAGS.join(", ")}`);
  const blocksPerCall = wholeNumber(values.chunk);
  if (blocksPerCall === null || blocksPerCall === 0n) return err(`--chunk ${values.chunk} is no number of blocks`);
  const first = values["from-block"];
  const fromBlock = first === undefined ? undefined : wholeNumber(first);
  if (fromBlock === null) return err(`--from-block ${first} is no number`);
  const contracts =
    credits !== undefined
      ? ({ kind: "addresses", credits: credits as Address, exchange: exchange as Address | undefined } as const)
      : deployment !== undefined
        ? ({ kind: "file", file: deployment } as const)
        : ({ kind: "folder", folder } as const);
  return ok({ rpcUrl: rpc, contracts, at, blocksPerCall, fromBlock, json: values.json });
}

function wholeNumber(text: string): bigint | null {
  return /^\d+$/.test(text) ? BigInt(text) : null;
}
