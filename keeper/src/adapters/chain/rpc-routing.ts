import { BaseError } from "viem";
import type { HexString } from "@carbonxchange/sdk";

export type RpcCall = { method: string; params?: unknown };

/** Where the block stands among the parameters of reads of the state. */
const BLOCK_PARAMETER: ReadonlyMap<string, number> = new Map([
  ["eth_call", 1],
  ["eth_getBalance", 1],
  ["eth_getCode", 1],
  ["eth_getTransactionCount", 1],
  ["eth_getStorageAt", 2],
]);

/**
 * A read of the state at a numbered block, asked for by that block's hash instead (EIP-1898) where the hash is known: a node
 * that holds another block at the number, or none yet, has to say so and cannot answer from other state.
 */
export function pinToHash(call: RpcCall, hashOf: (number: bigint) => HexString | undefined): RpcCall {
  const position = BLOCK_PARAMETER.get(call.method);
  if (position === undefined || !Array.isArray(call.params)) return call;
  const params: unknown[] = [...(call.params as unknown[])];
  const block = params[position];
  if (typeof block !== "string" || !/^0x[0-9a-f]+$/i.test(block)) return call;
  const blockHash = hashOf(BigInt(block));
  if (blockHash === undefined) return call;
  params[position] = { blockHash, requireCanonical: true };
  return { ...call, params };
}

/** Whether any endpoint may answer a call, because its parameters name a block by hash. */
export function isPinned({ params }: RpcCall): boolean {
  return Array.isArray(params) && params.some((parameter) => isRecord(parameter) && "blockHash" in parameter);
}

const isHex = (value: unknown): boolean => typeof value === "string" && /^0x[0-9a-f]*$/i.test(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const SHAPES: readonly (readonly [RegExp, (value: unknown) => boolean])[] = [
  [/^eth_getBlockBy/, (value) => value === null || (isRecord(value) && isBlock(value))],
  [/^eth_getTransaction(Receipt|ByHash)$/, (value) => value === null || isRecord(value)],
  [/^eth_getLogs$/, (value) => Array.isArray(value) && value.every(isRecord)],
  [/./, isHex],
];

/** Whether an answer has the form that its method's answers have. */
export function isWellFormed(method: string, result: unknown): boolean {
  return SHAPES.find(([methods]) => methods.test(method))?.[1](result) === true;
}

function isBlock({ number, hash, parentHash, timestamp }: Record<string, unknown>): boolean {
  return [number, hash, parentHash, timestamp].every(isHex);
}

/**
 * What an error says of the endpoint. EXECUTION: the call itself fails, on every endpoint alike. ANSWER: the node refuses for
 * a reason of its own, such as not knowing the block. FAILURE: there was no proper answer.
 */
export type ErrorKind = "EXECUTION" | "ANSWER" | "FAILURE";

const EXECUTION = /revert|out of gas|gas required exceeds|insufficient funds|invalid opcode|stack underflow/i;

/** Sorts an error of a viem client. */
export function kindOfError(error: unknown): ErrorKind {
  if (!(error instanceof BaseError)) return "FAILURE";
  const answer = error.walk((cause) => cause instanceof Error && cause.name === "RpcRequestError");
  if (!(answer instanceof BaseError)) return "FAILURE";
  const carriesData = "data" in answer && isHex(answer.data) && answer.data !== "0x";
  return carriesData || EXECUTION.test(answer.details) ? "EXECUTION" : "ANSWER";
}
