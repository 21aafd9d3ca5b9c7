import { BaseError, HttpRequestError, RpcRequestError } from "viem";
import { describe, expect, it } from "vitest";
import { hash } from "../../../test/fixtures/builders.ts";
import { isPinned, isWellFormed, kindOfError, pinToHash } from "./rpc-routing.ts";

const hashOf = (number: bigint) => (number === 7n ? hash(7) : undefined);

describe("pinToHash", () => {
  it.each([
    ["eth_call", [{ to: "0x1" }, "0x7"]],
    ["eth_getBalance", ["0x1", "0x7"]],
    ["eth_getTransactionCount", ["0x1", "0x7"]],
    ["eth_getStorageAt", ["0x1", "0x0", "0x7"]],
  ])("asks %s for the block by its hash", (method, params) => {
    const pinned = pinToHash({ method, params }, hashOf);
    expect(pinned.params).toEqual([...params.slice(0, -1), { blockHash: hash(7), requireCanonical: true }]);
    expect(isPinned(pinned)).toBe(true);
  });

  it.each([
    ["eth_call", [{ to: "0x1" }, "latest"]],
    ["eth_call", [{ to: "0x1" }, "0x8"]],
    ["eth_getBlockByNumber", ["0x7", false]],
    ["eth_chainId", undefined],
  ])("leaves %s with %j as it is", (method, params) => {
    expect(pinToHash({ method, params }, hashOf)).toEqual({ method, params });
  });
});

describe("isWellFormed", () => {
  const block = { number: "0x1", hash: "0x2", parentHash: "0x3", timestamp: "0x4" };

  it.each([
    ["eth_call", "0x"],
    ["eth_getBlockByNumber", null],
    ["eth_getBlockByHash", block],
    ["eth_getLogs", []],
    ["eth_getTransactionReceipt", null],
    ["eth_getTransactionByHash", null],
    ["eth_getTransactionByHash", { hash: "0x1" }],
  ])("takes what %s answers: %j", (method, result) => {
    expect(isWellFormed(method, result)).toBe(true);
  });

  it.each([
    ["eth_call", undefined],
    ["eth_call", "hello"],
    ["eth_getBlockByNumber", { ...block, hash: 5 }],
    ["eth_getBlockByNumber", "0x1"],
    ["eth_getLogs", null],
    ["eth_getLogs", ["0x"]],
    ["eth_getTransactionReceipt", "0x"],
    ["eth_getTransactionByHash", "0x"],
  ])("refuses what is no answer to %s: %j", (method, result) => {
    expect(isWellFormed(method, result)).toBe(false);
  });
});

describe("kindOfError", () => {
  const rpc = (message: string, data?: unknown) =>
    new BaseError("wrapped", {
      cause: new RpcRequestError({ body: {}, url: "http://revert.example", error: { code: -32000, message, data } }),
    });

  it.each([
    ["a revert", rpc("execution reverted"), "EXECUTION"],
    ["revert data under any message", rpc("failed", "0x08c379a0"), "EXECUTION"],
    ["an unknown block", rpc("header not found"), "ANSWER"],
    ["an HTTP error", new HttpRequestError({ url: "http://revert.example", status: 503 }), "FAILURE"],
    ["anything else", new Error("reverted"), "FAILURE"],
  ])("sorts %s", (_, error, kind) => {
    expect(kindOfError(error)).toBe(kind);
  });
});
