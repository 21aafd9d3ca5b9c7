import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError } from "viem";
import type { Abi, Address, PublicClient } from "viem";
import { AUDIT_ABIS } from "../../audit/index.ts";
import type { Answer, AuditContract, Read } from "../../audit/index.ts";
import { VerifyError } from "./verify-error.ts";

/** Questions per call: keeps the call below the size and gas that nodes accept. */
const READS_PER_CALL = 80;
/** Calls under way at a time. */
const CALLS_AT_A_TIME = 4;

export type AskDeps = {
  client: Pick<PublicClient, "multicall" | "readContract">;
  addresses: Readonly<Partial<Record<AuditContract, Address>>>;
};

function callOf({ addresses }: AskDeps, { contract, at, functionName, args }: Read) {
  const address = at ?? addresses[contract];
  if (address === undefined) throw new VerifyError("BAD_ADDRESS", `${contract} is not known`);
  return { address, abi: AUDIT_ABIS[contract] as Abi, functionName, args };
}

/** One question by itself; a revert is an answer, a node that fails is not. */
export async function askOne(deps: AskDeps, read: Read, blockNumber: bigint): Promise<Answer> {
  try {
    return { ok: true, result: await deps.client.readContract({ ...callOf(deps, read), blockNumber }) };
  } catch (error) {
    if (isRevert(error)) return { ok: false };
    throw new VerifyError("NODE_FAILED", error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Whether a call failed because the contract refused it, or there is none; and not for want of an answer of the node. */
export function isRevert(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return (
    error.walk((e) => e instanceof ContractFunctionRevertedError || e instanceof ContractFunctionZeroDataError) !== null
  );
}

/** Several in one call; what fails in it is asked again by itself, so that one revert tells nothing about the others. */
async function askMany(deps: AskDeps, reads: readonly Read[], blockNumber: bigint): Promise<Answer[]> {
  const contracts = reads.map((read) => callOf(deps, read));
  const results = await deps.client.multicall({ contracts, blockNumber, deployless: true, batchSize: 0 });
  const answers: Answer[] = [];
  for (const [index, read] of reads.entries()) {
    const result = results[index];
    answers.push(
      result?.status === "success" ? { ok: true, result: result.result } : await askOne(deps, read, blockNumber),
    );
  }
  return answers;
}

/** Asks everything at one block, many questions to a call and a few calls at a time; answers come in the order of the reads. */
export async function* askAll(
  deps: AskDeps,
  reads: readonly Read[],
  blockNumber: bigint,
): AsyncGenerator<{ read: Read; answer: Answer }> {
  const step = READS_PER_CALL * CALLS_AT_A_TIME;
  for (let at = 0; at < reads.length; at += step) {
    const part = reads.slice(at, at + step);
    const calls: Promise<Answer[]>[] = [];
    for (let i = 0; i < part.length; i += READS_PER_CALL) {
      calls.push(askMany(deps, part.slice(i, i + READS_PER_CALL), blockNumber));
    }
    const answers = (await Promise.all(calls)).flat();
    for (const [index, answer] of answers.entries()) {
      const read = part[index];
      if (read !== undefined) yield { read, answer };
    }
  }
}
