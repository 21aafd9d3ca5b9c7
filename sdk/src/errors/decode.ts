import { decodeErrorResult, toFunctionSelector } from "viem";
import type { Abi, AbiParameter, Hex } from "viem";
import { contractErrorsAbi } from "../abi/generated/errors.ts";
import { findRevertData } from "./revert-data.ts";
import { errorSentence } from "./sentences.ts";
import { EMPTY_REVERT, panicSentence, revertTextSentence, unknownErrorSentence } from "./solidity-sentences.ts";

/**
 * A revert in words. `name` is the custom error's name, "Error" or "Panic" for Solidity's own, "EmptyRevert" without data,
 * "UnknownError" for a selector that no contract of ours declares. `args` by argument name.
 */
export type DecodedContractError = {
  name: string;
  args: Readonly<Record<string, unknown>>;
  sentence: string;
  data: Hex;
};

type ErrorItem = { type: "error"; name: string; inputs: readonly AbiParameter[] };
const SOLIDITY_ERRORS: readonly ErrorItem[] = [
  { type: "error", name: "Error", inputs: [{ name: "text", type: "string" }] },
  { type: "error", name: "Panic", inputs: [{ name: "code", type: "uint256" }] },
];

const BY_SELECTOR: ReadonlyMap<string, ErrorItem> = new Map(
  [...(contractErrorsAbi as readonly ErrorItem[]), ...SOLIDITY_ERRORS].map((item) => [selectorOf(item), item]),
);

function selectorOf(item: ErrorItem): Hex {
  return toFunctionSelector({
    type: "function",
    name: item.name,
    inputs: item.inputs,
    outputs: [],
    stateMutability: "view",
  });
}

/**
 * Decodes a revert from its data, or from an error of viem, wagmi, ethers or JSON-RPC that carries it. Undefined when there is
 * no revert data at all (wallet refused, network down): see `describeError` for those.
 */
export function decodeContractError(error: unknown): DecodedContractError | undefined {
  const data = findRevertData(error);
  if (data === undefined) return undefined;
  if (data === "0x") return { name: "EmptyRevert", args: {}, sentence: EMPTY_REVERT, data };
  const selector = data.slice(0, 10);
  const item = BY_SELECTOR.get(selector);
  const args = item && readArgs(item, data);
  if (!item || !args)
    return { name: "UnknownError", args: { selector }, sentence: unknownErrorSentence(selector), data };
  return { name: item.name, args, sentence: sentenceOf(item.name, args, selector), data };
}

function readArgs(item: ErrorItem, data: Hex): Readonly<Record<string, unknown>> | undefined {
  try {
    const values: readonly unknown[] = decodeErrorResult({ abi: [item] as Abi, data }).args ?? [];
    return Object.fromEntries(item.inputs.map((input, index) => [input.name ?? `arg${index}`, values[index]]));
  } catch {
    return undefined; // right selector, wrong payload: reported as unknown by the caller
  }
}

function sentenceOf(name: string, args: Readonly<Record<string, unknown>>, selector: string): string {
  if (name === "Error") return revertTextSentence(args["text"] as string);
  if (name === "Panic") return panicSentence(args["code"] as bigint);
  return errorSentence(name, args) ?? unknownErrorSentence(selector);
}
