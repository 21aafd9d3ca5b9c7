import {
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  zeroAddress,
} from "viem";
import type { Abi, AbiParameter, Hex } from "viem";
import { describe, expect, it } from "vitest";
import { contractErrorsAbi, exchangeAbi } from "../abi/index.ts";
import { CarbonContractError, toCarbonContractError } from "./contract-error.ts";
import { decodeContractError } from "./decode.ts";
import { describeError } from "./describe.ts";
import { errorSentence, sentenceNames } from "./sentences.ts";

const notFilled = encodeErrorResult({ abi: exchangeAbi, errorName: "Exchange_NotFilled", args: [3, 5] });

/** A value of each type that can occur, so that every error can be encoded. */
function sample(input: AbiParameter): unknown {
  if (input.type.endsWith("[]")) return [sample({ ...input, type: input.type.slice(0, -2) })];
  if ("components" in input) return Object.fromEntries(input.components.map((part) => [part.name, sample(part)]));
  if (input.type === "address") return zeroAddress;
  if (input.type === "bool") return true;
  if (input.type === "string") return "text";
  if (input.type === "bytes") return "0x";
  const bytes = /^bytes(\d+)$/.exec(input.type);
  if (bytes) return `0x${"11".repeat(Number(bytes[1]))}`;
  const bits = Number(/^u?int(\d+)$/.exec(input.type)?.[1] ?? "256");
  return bits <= 48 ? 1 : 1n;
}

describe("every contract error", () => {
  it.each(contractErrorsAbi.map((item) => [item.name, item] as const))(
    "%s decodes to a sentence with a fix",
    (name, item) => {
      const inputs: readonly AbiParameter[] = item.inputs;
      const data = encodeErrorResult({ abi: [item] as Abi, errorName: name, args: inputs.map(sample) });
      const decoded = decodeContractError(data);
      expect(decoded?.name).toBe(name);
      expect(Object.keys(decoded?.args ?? {})).toHaveLength(inputs.length);
      expect(decoded?.sentence, `${name} has no sentence`).toBe(errorSentence(name, decoded?.args ?? {}));
      // what happened, then what to do: at least two sentences, and no argument that failed to print
      expect(decoded?.sentence).toMatch(/^.+[.:] [A-Z0-9a-z].+\.$/s);
      expect(decoded?.sentence).not.toMatch(/undefined|NaN|\[object/);
    },
  );

  it("has a sentence that belongs to an error that exists", () => {
    const names = new Set<string>(contractErrorsAbi.map((item) => item.name));
    expect(sentenceNames().filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("decoding", () => {
  it("gives the numbers by name", () => {
    expect(decodeContractError(notFilled)).toMatchObject({
      name: "Exchange_NotFilled",
      args: { filledLots: 3, requiredLots: 5 },
      data: notFilled,
    });
  });

  it("finds the data in viem's errors, known to the ABI or not", () => {
    for (const abi of [exchangeAbi, []] as const) {
      const cause = new ContractFunctionRevertedError({ abi: abi as Abi, data: notFilled, functionName: "place" });
      const error = new ContractFunctionExecutionError(cause, { abi: [], functionName: "place" });
      expect(decodeContractError(error)?.name).toBe("Exchange_NotFilled");
    }
  });

  it("finds the data in what JSON-RPC nodes and ethers throw", () => {
    expect(decodeContractError({ code: 3, data: notFilled })?.name).toBe("Exchange_NotFilled");
    expect(decodeContractError({ code: -32603, data: { message: "reverted", data: notFilled } })?.name).toBe(
      "Exchange_NotFilled",
    );
    expect(decodeContractError({ info: { error: { data: notFilled } } })?.name).toBe("Exchange_NotFilled");
  });

  it("puts Solidity's own errors into words", () => {
    const text = encodeErrorResult({
      abi: [{ type: "error", name: "Error", inputs: [{ type: "string", name: "m" }] }],
      args: ["no"],
    });
    expect(decodeContractError(text)).toMatchObject({ name: "Error", args: { text: "no" } });
    const panic: Hex = `0x4e487b71${(17).toString(16).padStart(64, "0")}`;
    expect(decodeContractError(panic)).toMatchObject({ name: "Panic", args: { code: 17n } });
    expect(decodeContractError(panic)?.sentence).toContain("a number overflowed");
  });

  it("names the selector of an error it does not know, also when the payload is broken", () => {
    expect(decodeContractError("0xdeadbeef")).toMatchObject({ name: "UnknownError", args: { selector: "0xdeadbeef" } });
    expect(decodeContractError(notFilled.slice(0, 12) as Hex)?.name).toBe("UnknownError");
  });

  it("tells a revert without data from no revert at all", () => {
    expect(decodeContractError("0x")?.name).toBe("EmptyRevert");
    expect(decodeContractError(new Error("boom"))).toBeUndefined();
    expect(decodeContractError(undefined)).toBeUndefined();
  });

  it("ends on an error that is its own cause", () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    expect(decodeContractError(loop)).toBeUndefined();
  });
});

describe("describing", () => {
  it.each([
    [{ code: 4001 }, "UserRejected"],
    [
      new BaseError("x", { cause: Object.assign(new Error("no"), { name: "UserRejectedRequestError" }) }),
      "UserRejected",
    ],
    [Object.assign(new Error("x"), { name: "InsufficientFundsError" }), "InsufficientFunds"],
    [Object.assign(new Error("x"), { name: "ChainMismatchError" }), "WrongChain"],
    [Object.assign(new Error("x"), { name: "HttpRequestError" }), "NodeUnreachable"],
    [notFilled, "Exchange_NotFilled"],
    [new Error("first line\nsecond"), "Unexpected"],
  ])("knows %s", (error, code) => expect(describeError(error).code).toBe(code));

  it("shows only the first line of an unexpected error", () => {
    expect(describeError(new Error("first line\nsecond")).sentence).toBe("first line");
  });
});

describe("CarbonContractError", () => {
  it("carries code, arguments and sentence, and is never wrapped twice", () => {
    const error = toCarbonContractError({ data: notFilled });
    expect(error).toBeInstanceOf(CarbonContractError);
    expect(error).toMatchObject({ code: "Exchange_NotFilled", args: { filledLots: 3, requiredLots: 5 } });
    expect(error.message).toBe(error.sentence);
    expect(toCarbonContractError(error)).toBe(error);
    expect(toCarbonContractError(new Error("boom")).code).toBe("Unexpected");
  });
});
