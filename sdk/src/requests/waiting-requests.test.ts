import { decodeFunctionData, encodeFunctionData, hashTypedData, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  buildCheckAndHaltRequest,
  buildReopenRequest,
  buildSetOracleRequest,
  buildUncrossRequest,
} from "./auctions.ts";
import {
  buildAmendRequest,
  buildPlaceEachRequest,
  buildReplaceEachRequest,
  buildReplaceRequest,
  buildSetDeadManRequest,
} from "./changes.ts";
import {
  buildCancelConditionalRequest,
  buildFireStopsRequest,
  buildPlaceConditionalRequest,
  buildPruneConditionalsRequest,
  buildTrailRequest,
  encodeConditional,
} from "./conditionals.ts";
import {
  buildCancelByRequest,
  buildCancelSignedRequest,
  buildInvalidateNonceRequest,
  buildPlaceByRequest,
  buildPlaceSignedRequest,
  buildSetOperatorRequest,
} from "./delegates.ts";
import { buildSetFeeTiersRequest, buildSetMarketLabelsRequest } from "./markets.ts";
import { encodeOrder } from "./order-input.ts";
import {
  buildCancelParentRequest,
  buildExecuteSliceRequest,
  buildPlaceParentRequest,
  decodeWeights,
  encodeParent,
  encodeWeights,
} from "./parents.ts";
import { cancelOrdersTypedData, placeOrderTypedData } from "./signed-orders.ts";

const order = { marketId: 1, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1250, lots: 3n } as const;
const waiting = { marketId: 1, side: "BID", lots: 3n, limitTicks: 1300 } as const;
const id = (1n << 56n) | (1n << 32n) | 1n;
const signed = { account: zeroAddress, nonce: 7n, deadline: 9n } as const;

describe("conditional orders", () => {
  it.each([
    ["STOP_MARKET", "BID", 1260, 0],
    ["STOP_MARKET", "ASK", 0, 1260],
    ["STOP_LIMIT", "BID", 1260, 0],
    ["TAKE_PROFIT", "BID", 0, 1260],
    ["TAKE_PROFIT", "ASK", 1260, 0],
  ] as const)("put the trigger of a %s %s on its side of the price", (kind, side, above, below) => {
    const encoded = encodeConditional({ ...waiting, kind, side, triggerTicks: 1260 });
    expect(encoded).toMatchObject({ triggerAboveTicks: above, triggerBelowTicks: below, limitAboveTicks: 0 });
  });

  it("carry both triggers of an OCO, and only the distance of a trailing stop", () => {
    const both = { triggerAboveTicks: 1260, triggerBelowTicks: 1240, limitAboveTicks: 1265 };
    expect(encodeConditional({ ...waiting, kind: "OCO", ...both })).toMatchObject({ ...both, kind: 3, trailTicks: 0 });
    const trailing = encodeConditional({ ...waiting, kind: "TRAILING_STOP", trailTicks: 8 });
    expect(trailing).toMatchObject({ kind: 4, trailTicks: 8, triggerAboveTicks: 0, triggerBelowTicks: 0 });
  });

  it("refuse a number that does not fit, by its name", () => {
    const stop = { ...waiting, kind: "STOP_MARKET", triggerTicks: 1260 } as const;
    expect(() => encodeConditional({ ...stop, triggerTicks: 0 })).toThrow(/^triggerTicks is/);
    expect(() => encodeConditional({ ...stop, limitTicks: 65_536 })).toThrow(/^limitTicks is/);
    expect(() => encodeConditional({ ...stop, lots: 2n ** 40n })).toThrow(/^lots is/);
  });
});

describe("orders for slices", () => {
  it("pack weights one byte each from the left, and unpack them", () => {
    const weights = [1, 255, 3];
    expect(encodeWeights(weights)).toBe(`0x01ff03${"00".repeat(29)}`);
    expect(decodeWeights(encodeWeights(weights), 3)).toEqual(weights);
    expect(() => encodeWeights([0])).toThrow(/^weight of slice 0 is/);
    expect(() => encodeWeights(Array.from({ length: 33 }, () => 1))).toThrow(/^weights is/);
  });

  it("say how many slices: a TWAP by itself, a VWAP by its weights", () => {
    const terms = { ...waiting, interval: 60 };
    expect(encodeParent({ ...terms, kind: "TWAP", slices: 10 })).toMatchObject({
      kind: 0,
      slices: 10,
      weights: zeroHash,
    });
    expect(encodeParent({ ...terms, kind: "VWAP", weights: [1, 2] })).toMatchObject({ kind: 1, slices: 2, startAt: 0 });
  });
});

describe("signed requests", () => {
  const hashed = (chainId: number, nonce: bigint) =>
    hashTypedData(placeOrderTypedData(sampleDeployment, chainId, { ...signed, nonce, order }));

  it("are good for one chain and one nonce", () => {
    expect(new Set([hashed(1, 7n), hashed(2, 7n), hashed(1, 8n)]).size).toBe(3);
    expect(hashed(1, 7n)).toBe(hashed(1, 7n));
  });

  it("say what is cancelled", () => {
    const { message, primaryType } = cancelOrdersTypedData(sampleDeployment, 1, { ...signed, orderIds: [id] });
    expect([primaryType, message.orderIds]).toEqual(["CancelOrders", [id]]);
  });
});

describe("every builder", () => {
  const stop = { ...waiting, kind: "STOP_MARKET", triggerTicks: 1260 } as const;
  const twap = { ...waiting, kind: "TWAP", interval: 60, slices: 10 } as const;
  const encoded = encodeOrder(order);
  const tier = { fromKilograms: 5n, takerDiscountPips: 1, makerDiscountPips: 2 };

  it.each([
    [buildPlaceConditionalRequest(sampleDeployment, stop), "placeConditional", [encodeConditional(stop)]],
    [buildCancelConditionalRequest(sampleDeployment, id), "cancelConditional", [id]],
    [buildFireStopsRequest(sampleDeployment, 1, 9), "fireStops", [1, 9]],
    [buildTrailRequest(sampleDeployment, 1, [id]), "trail", [1, [id]]],
    [buildPruneConditionalsRequest(sampleDeployment, [id]), "pruneConditionals", [[id]]],
    [buildPlaceParentRequest(sampleDeployment, twap), "placeParent", [encodeParent(twap)]],
    [buildCancelParentRequest(sampleDeployment, id), "cancelParent", [id]],
    [buildExecuteSliceRequest(sampleDeployment, id, 9), "executeSlice", [id, 9]],
    [buildAmendRequest(sampleDeployment, id, 2n), "amend", [id, 2]],
    [buildReplaceRequest(sampleDeployment, { orderId: id, order }), "replace", [id, encoded]],
    [
      buildReplaceEachRequest(sampleDeployment, [{ orderId: id, order }]),
      "replaceEach",
      [[{ orderId: id, request: encoded }]],
    ],
    [buildPlaceEachRequest(sampleDeployment, [order]), "placeEach", [[encoded]]],
    [buildSetDeadManRequest(sampleDeployment, 9), "setDeadMan", [9]],
    [buildSetOperatorRequest(sampleDeployment, zeroAddress, 9), "setOperator", [zeroAddress, 9]],
    [buildPlaceByRequest(sampleDeployment, zeroAddress, [order]), "placeBy", [zeroAddress, [encoded]]],
    [buildCancelByRequest(sampleDeployment, zeroAddress, [id]), "cancelBy", [zeroAddress, [id]]],
    [
      buildPlaceSignedRequest(sampleDeployment, { ...signed, order }, "0x12"),
      "placeSigned",
      [zeroAddress, encoded, 7n, 9n, "0x12"],
    ],
    [
      buildCancelSignedRequest(sampleDeployment, { ...signed, orderIds: [id] }, "0x12"),
      "cancelSigned",
      [zeroAddress, [id], 7n, 9n, "0x12"],
    ],
    [buildInvalidateNonceRequest(sampleDeployment, 259n), "invalidateNonces", [1n, 8n]],
    [buildUncrossRequest(sampleDeployment, 1, 9), "uncross", [1, 9]],
    [buildReopenRequest(sampleDeployment, 1), "reopen", [1]],
    [buildCheckAndHaltRequest(sampleDeployment, 1), "checkAndHalt", [1]],
    [
      buildSetOracleRequest(sampleDeployment, 1, { feed: zeroAddress, maxAgeSeconds: 60, bandBps: 5 }),
      "setOracle",
      [1, zeroAddress, 60, 5],
    ],
    [buildSetMarketLabelsRequest(sampleDeployment, 1, [0, 121]), "setMarketLabels", [1, 1n | (1n << 121n)]],
    [buildSetFeeTiersRequest(sampleDeployment, 1, [tier]), "setFeeTiers", [1, [{ ...tier, fromKilograms: 5 }]]],
  ] as const)("names function and arguments, which decode to the same: %#", (request, functionName, args) => {
    expect([request.address, request.functionName, request.args]).toEqual([
      sampleDeployment.contracts.exchange.address,
      functionName,
      args,
    ]);
    const data = encodeFunctionData(request as Parameters<typeof encodeFunctionData>[0]);
    expect(decodeFunctionData({ abi: request.abi, data }).args).toEqual(args);
  });
});
