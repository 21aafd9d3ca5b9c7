import { bytesToHex, hexToBytes, zeroHash } from "viem";
import type { ContractFunctionArgs, Hex } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { PARENT_KINDS, SELF_TRADES, SIDES, enumIndex } from "../codecs/enums.ts";
import type { SelfTrade, Side } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import { MAX_TICKS, MIN_TICKS } from "../units/price.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { clientIdField, lotsField, secondsField, wholeField } from "./number-fields.ts";
import { DEFAULT_SELF_TRADE } from "./order-input.ts";

type Exchange<name extends "placeParent" | "cancelParent" | "executeSlice"> = ContractRequest<typeof exchangeAbi, name>;

/** Most slices of an order that is worked off by weights. */
export const MAX_WEIGHTS = 32;

/**
 * An order that is worked off over time. `interval` seconds from slice to slice; `startAt` unix seconds, left out for now;
 * `toleranceBps` how far a slice may trade beyond the reference price and `participationBps` how much of the market's volume it may
 * be, zero for any. A TWAP says how many `slices`, a VWAP the weight of each, 1 to 255.
 */
export type ParentInput = {
  marketId: number;
  side: Side;
  lots: bigint;
  limitTicks: number;
  startAt?: number;
  interval: number;
  toleranceBps?: number;
  participationBps?: number;
  clientId?: bigint;
  selfTrade?: SelfTrade;
} & ({ kind: "TWAP"; slices: number } | { kind: "VWAP"; weights: readonly number[] });

/** The tuple that IExchangeParents.placeParent takes. */
export type ParentRequestArgs = ContractFunctionArgs<typeof exchangeAbi, "nonpayable", "placeParent">[0];

/** Packs weights one byte each, the first slice's leftmost. Throws `RangeError` on a weight outside 1 to 255 or too many. */
export function encodeWeights(weights: readonly number[]): Hex {
  wholeField("weights", weights.length, 1, MAX_WEIGHTS);
  const bytes = new Uint8Array(MAX_WEIGHTS);
  bytes.set(weights.map((weight, slice) => wholeField(`weight of slice ${slice}`, weight, 1, 255)));
  return bytesToHex(bytes);
}

/** The weights of a packed word, in the order of the slices. */
export function decodeWeights(word: Hex, slices: number): number[] {
  return [...hexToBytes(word).subarray(0, slices)];
}

/** Encodes an order for slices. Throws `RangeError` on a number that does not fit its field; what the market refuses is left to it. */
export function encodeParent(input: ParentInput): ParentRequestArgs {
  const slices = input.kind === "TWAP" ? input.slices : input.weights.length;
  return {
    marketId: wholeField("marketId", input.marketId, 0, 2 ** 32 - 1),
    side: enumIndex(SIDES, input.side),
    kind: enumIndex(PARENT_KINDS, input.kind),
    lots: lotsField("lots", input.lots),
    limitTicks: wholeField("limitTicks", input.limitTicks, MIN_TICKS, MAX_TICKS),
    startAt: secondsField("startAt", input.startAt ?? 0),
    interval: secondsField("interval", input.interval),
    slices: wholeField("slices", slices, 0, 2 ** 16 - 1),
    toleranceBps: wholeField("toleranceBps", input.toleranceBps ?? 0, 0, 2 ** 16 - 1),
    participationBps: wholeField("participationBps", input.participationBps ?? 0, 0, 2 ** 16 - 1),
    weights: input.kind === "TWAP" ? zeroHash : encodeWeights(input.weights),
    selfTrade: enumIndex(SELF_TRADES, input.selfTrade ?? DEFAULT_SELF_TRADE),
    clientId: clientIdField(input.clientId ?? 0n),
  };
}

/** Places an order that is worked off in slices, which holds its escrow and prepays the keeper fee of every slice. */
export function buildPlaceParentRequest(deployment: Addresses, order: ParentInput): Exchange<"placeParent"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "placeParent", [encodeParent(order)]);
}

/** Cancels an order that is worked off in slices. */
export function buildCancelParentRequest(deployment: Addresses, orderId: bigint): Exchange<"cancelParent"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "cancelParent", [toOrderId(orderId)]);
}

/** Executes the slice that is due, meeting at most `maxFills` resting orders (1 to 150). Anyone may. */
export function buildExecuteSliceRequest(
  deployment: Addresses,
  orderId: bigint,
  maxFills: number,
): Exchange<"executeSlice"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "executeSlice", [toOrderId(orderId), maxFills]);
}
