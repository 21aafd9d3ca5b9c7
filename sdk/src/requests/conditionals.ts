import type { ContractFunctionArgs } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { CONDITIONAL_KINDS, SELF_TRADES, SIDES, enumIndex } from "../codecs/enums.ts";
import type { ConditionalKind, SelfTrade, Side } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import { MAX_TICKS, MIN_TICKS } from "../units/price.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { clientIdField, lotsField, secondsField, wholeField } from "./number-fields.ts";
import { DEFAULT_SELF_TRADE } from "./order-input.ts";

type Exchange<name extends "placeConditional" | "cancelConditional" | "fireStops" | "trail" | "pruneConditionals"> =
  ContractRequest<typeof exchangeAbi, name>;

/** What every conditional order says: `limitTicks` is the limit, or the worst price of a market order, once it fires. */
type ConditionalCommon = {
  marketId: number;
  side: Side;
  lots: bigint;
  limitTicks: number;
  expiry?: number;
  clientId?: bigint;
  selfTrade?: SelfTrade;
};

/**
 * A conditional order as people state it. One trigger says its price; where it lies follows from kind and side: a stop of a bid
 * fires at `triggerTicks` or above, a take-profit of a bid at it or below, and the other way round for asks. An OCO has both, with
 * a limit of its own above. A trailing stop keeps `trailTicks` away from the reference price.
 */
export type ConditionalInput = ConditionalCommon &
  (
    | { kind: "STOP_MARKET" | "STOP_LIMIT" | "TAKE_PROFIT"; triggerTicks: number }
    | { kind: "OCO"; triggerAboveTicks: number; triggerBelowTicks: number; limitAboveTicks: number }
    | { kind: "TRAILING_STOP"; trailTicks: number }
  );

/** The tuple that IExchangeConditionals.placeConditional takes. */
export type ConditionalRequestArgs = ContractFunctionArgs<typeof exchangeAbi, "nonpayable", "placeConditional">[0];

type Triggers = Pick<
  ConditionalRequestArgs,
  "triggerAboveTicks" | "triggerBelowTicks" | "limitAboveTicks" | "trailTicks"
>;

const NO_TRIGGER: Triggers = { triggerAboveTicks: 0, triggerBelowTicks: 0, limitAboveTicks: 0, trailTicks: 0 };

const ticks = (name: string, value: number): number => wholeField(name, value, MIN_TICKS, MAX_TICKS);

/** Whether the one trigger of a kind stands above the price. */
function firesAbove(kind: ConditionalKind, side: Side): boolean {
  return (side === "BID") === (kind !== "TAKE_PROFIT");
}

function triggersOf(input: ConditionalInput): Triggers {
  if (input.kind === "TRAILING_STOP") return { ...NO_TRIGGER, trailTicks: ticks("trailTicks", input.trailTicks) };
  if (input.kind === "OCO") {
    return {
      triggerAboveTicks: ticks("triggerAboveTicks", input.triggerAboveTicks),
      triggerBelowTicks: ticks("triggerBelowTicks", input.triggerBelowTicks),
      limitAboveTicks: ticks("limitAboveTicks", input.limitAboveTicks),
      trailTicks: 0,
    };
  }
  const trigger = ticks("triggerTicks", input.triggerTicks);
  const above = firesAbove(input.kind, input.side);
  return above ? { ...NO_TRIGGER, triggerAboveTicks: trigger } : { ...NO_TRIGGER, triggerBelowTicks: trigger };
}

/** Encodes a conditional order. Throws `RangeError` on a number that does not fit its field; what the market refuses is left to it. */
export function encodeConditional(input: ConditionalInput): ConditionalRequestArgs {
  return {
    marketId: wholeField("marketId", input.marketId, 0, 2 ** 32 - 1),
    side: enumIndex(SIDES, input.side),
    kind: enumIndex(CONDITIONAL_KINDS, input.kind),
    selfTrade: enumIndex(SELF_TRADES, input.selfTrade ?? DEFAULT_SELF_TRADE),
    lots: lotsField("lots", input.lots),
    limitTicks: ticks("limitTicks", input.limitTicks),
    ...triggersOf(input),
    expiry: secondsField("expiry", input.expiry ?? 0),
    clientId: clientIdField(input.clientId ?? 0n),
  };
}

/** Places a conditional order, which holds its escrow and prepays the market's keeper fee. */
export function buildPlaceConditionalRequest(
  deployment: Addresses,
  order: ConditionalInput,
): Exchange<"placeConditional"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "placeConditional", [encodeConditional(order)]);
}

/** Cancels a conditional order that has not fired. */
export function buildCancelConditionalRequest(deployment: Addresses, orderId: bigint): Exchange<"cancelConditional"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "cancelConditional", [toOrderId(orderId)]);
}

/** Lets go the conditional orders that the reference price has met, at most `max` (1 to 150). Anyone may. */
export function buildFireStopsRequest(deployment: Addresses, marketId: number, max: number): Exchange<"fireStops"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "fireStops", [marketId, max]);
}

/** Moves the triggers of trailing stops of one market after the reference price. Anyone may. */
export function buildTrailRequest(
  deployment: Addresses,
  marketId: number,
  orderIds: readonly bigint[],
): Exchange<"trail"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "trail", [marketId, orderIds.map(toOrderId)]);
}

/** Removes conditional orders that have expired or whose owners may no longer trade. Anyone may. */
export function buildPruneConditionalsRequest(
  deployment: Addresses,
  orderIds: readonly bigint[],
): Exchange<"pruneConditionals"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "pruneConditionals", [orderIds.map(toOrderId)]);
}
