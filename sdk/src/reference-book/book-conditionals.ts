import type { CancelReason, ConditionalKind, OrderType, SelfTrade, Side } from "../codecs/enums.ts";
import { packOrderId, unpackOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { credit, hasLapsed, mayTrade, spend } from "./book-balances.ts";
import { checkConditional, triggersOf } from "./book-conditional-rules.ts";
import { escrowAsset, escrowOf, keeperFeeOf } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import type { ConditionalReport } from "./book-events.ts";
import { feesOf } from "./book-fee-tiers.ts";
import { IDS_CAP, checkLength, requireSinglePrice } from "./book-order-rules.ts";
import { requireOwner } from "./book-ownership.ts";
import { requireThat } from "./book-refusal.ts";
import { isExpired } from "./book-state.ts";
import type { BookState } from "./book-state.ts";
import { addTrigger, removeTrigger } from "./book-triggers.ts";

/** Orders that wait for a price; mirrors IExchangeConditionals, contracts/exchange/ExchangeStops.sol and Conditionals.sol. */

/** On which side of the reference price a trigger stands. */
export type TriggerSide = "above" | "below";

/** A request for a conditional order; what its kind does not use is zero. Mirrors IExchangeConditionals.ConditionalRequest. */
export type ConditionalRequest = {
  side: Side;
  kind: ConditionalKind;
  selfTrade: SelfTrade;
  lots: bigint;
  limitTicks: number;
  limitAboveTicks: number;
  triggerAboveTicks: number;
  triggerBelowTicks: number;
  trailTicks: number;
  expiry: number;
  clientId: bigint;
};

/** A live conditional order. `limits` are the limit prices after the trigger of either side; `triggers` zero for none. */
export type Conditional = Readonly<{
  number: number;
  owner: string;
  side: Side;
  kind: ConditionalKind;
  selfTrade: SelfTrade;
  lots: bigint;
  expiry: number;
  feePips: number;
  limits: Record<TriggerSide, number>;
  triggers: Record<TriggerSide, number>;
  trailTicks: number;
  keeperFeeTicks: number;
  clientId: bigint;
}>;

/** Most live conditional orders of one account in one market. */
const CONDITIONALS_CAP = 20;

const SIDES_OF_PRICE = ["above", "below"] as const;

/** The id of a conditional order. */
export function conditionalIdOf(state: BookState, number: number): OrderId {
  return packOrderId({ marketId: state.terms.marketId, kind: "CONDITIONAL", priceTicks: 0, sequence: number });
}

/** What a conditional order becomes once it has fired. */
export function firedType(kind: ConditionalKind): OrderType {
  return kind === "STOP_MARKET" || kind === "TRAILING_STOP" ? "MARKET" : "LIMIT_GTC";
}

/** What the order holds with a limit price. */
export function conditionalEscrow(state: BookState, order: Conditional, limitTicks: number): bigint {
  return escrowOf(state, order.side, order.lots, limitTicks, order.feePips);
}

/** The higher of the limit prices, for which a bid holds its escrow. */
export function dearestTicks({ limits }: Conditional): number {
  return Math.max(limits.above, limits.below);
}

/** How many live conditional orders an account has. */
export function conditionalsOf(state: BookState, account: string): number {
  return [...state.conditionals.values()].filter(({ owner }) => owner === account).length;
}

/** IExchangeConditionals.placeConditional. Throws `BookRefusal`. */
export function placeConditional(state: BookState, owner: string, input: ConditionalRequest): OrderId {
  checkConditional(state, input);
  const triggers = triggersOf(state, input);
  const live = conditionalsOf(state, owner);
  requireThat(live < CONDITIONALS_CAP, "Exchange_TooManyConditionals", live, CONDITIONALS_CAP);
  state.conditionalCount += 1;
  const number = state.conditionalCount;
  const { side, kind, selfTrade, lots, limitTicks, limitAboveTicks, trailTicks, expiry, clientId } = input;
  const limits = { above: limitAboveTicks === 0 ? limitTicks : limitAboveTicks, below: limitTicks };
  const { keeperFeeTicks } = state.rules;
  const terms = { side, kind, selfTrade, lots, limits, triggers, trailTicks, expiry, clientId, keeperFeeTicks };
  const order = { number, owner, feePips: feesOf(state, owner).takerFeePips, ...terms };
  for (const at of SIDES_OF_PRICE) if (triggers[at] !== 0) addTrigger(state, { side: at, ticks: triggers[at] }, number);
  state.conditionals.set(number, order);
  payEscrow(state, order);
  const conditionalId = conditionalIdOf(state, number);
  report(state, { name: "ConditionalPlaced", conditionalId, order: conditionalReport(order) });
  return conditionalId;
}

/** Takes the escrow and the keeper fee from the owner. */
function payEscrow(state: BookState, order: Conditional): void {
  const { quote, base } = state.terms;
  const escrow = conditionalEscrow(state, order, dearestTicks(order));
  const fee = keeperFeeOf(state, order.keeperFeeTicks);
  if (order.side === "BID") {
    spend(state, order.owner, quote, escrow + fee);
    return;
  }
  spend(state, order.owner, base, escrow);
  if (fee !== 0n) spend(state, order.owner, quote, fee);
}

/** A conditional order as the contract shows it. */
export function conditionalReport(order: Conditional): ConditionalReport {
  const { owner, side, kind, selfTrade, lots, limits, triggers, trailTicks, expiry, feePips, ...rest } = order;
  return {
    ...{ owner, side, kind, selfTrade, lots, limitTicks: limits.below, limitAboveTicks: limits.above },
    ...{ triggerAboveTicks: triggers.above, triggerBelowTicks: triggers.below, trailTicks, expiry, feePips },
    keeperFeeTicks: rest.keeperFeeTicks,
    clientId: rest.clientId,
  };
}

/** A live conditional order by its id. */
export function findConditional(state: BookState, id: bigint): Conditional | undefined {
  const { marketId, kind, priceTicks, sequence } = unpackOrderId(id);
  const names = kind === "CONDITIONAL" && priceTicks === 0 && marketId === state.terms.marketId;
  return names ? state.conditionals.get(sequence) : undefined;
}

/** Deletes a live order and all its triggers. */
export function forgetConditional(state: BookState, order: Conditional): void {
  state.conditionals.delete(order.number);
  for (const side of SIDES_OF_PRICE) {
    const ticks = order.triggers[side];
    if (ticks !== 0) removeTrigger(state, { side, ticks }, order.number);
  }
}

/** Ends a live order without firing it and returns all it holds. Returns its lots. */
export function endConditional(state: BookState, order: Conditional, reason: CancelReason): bigint {
  forgetConditional(state, order);
  const { owner, lots } = order;
  credit(state, owner, escrowAsset(state, order.side), conditionalEscrow(state, order, dearestTicks(order)));
  credit(state, owner, state.terms.quote, keeperFeeOf(state, order.keeperFeeTicks));
  const conditionalId = conditionalIdOf(state, order.number);
  report(state, { name: "ConditionalCancelled", conditionalId, owner, lots, reason });
  return lots;
}

/** Why a live order may not go on, or null. */
export function judgeConditional(state: BookState, order: Conditional): CancelReason | null {
  if (state.phase === "DELISTED") return "MARKET_CLOSED";
  if (isExpired(order, state.at)) return "EXPIRED";
  if (mayTrade(state, order.owner)) return null;
  return hasLapsed(state, order.owner) ? "DEAD_MAN" : "INELIGIBLE";
}

/** Lots given back, zero when the order is not live. Throws `BookRefusal` for somebody else's. */
export function cancelConditionalIfLive(state: BookState, caller: string, id: bigint): bigint {
  const order = findConditional(state, id);
  if (!order) return 0n;
  requireOwner(caller, order.owner);
  return endConditional(state, order, "OWNER");
}

/** IExchangeConditionals.cancelConditional. Throws `BookRefusal`. */
export function cancelConditional(state: BookState, caller: string, id: bigint): bigint {
  requireThat(unpackOrderId(id).kind === "CONDITIONAL", "Exchange_MalformedOrderId", id);
  requireSinglePrice(id);
  const lots = cancelConditionalIfLive(state, caller, id);
  requireThat(lots !== 0n, "Exchange_OrderNotLive", id);
  return lots;
}

/** IExchangeConditionals.pruneConditionals: what does not qualify is skipped. Returns how many were removed. */
export function pruneConditionals(state: BookState, ids: readonly bigint[]): number {
  checkLength(ids, IDS_CAP);
  let removed = 0;
  for (const id of ids) {
    const order = findConditional(state, id);
    const dead = order ? judgeConditional(state, order) : null;
    if (!order || dead === null) continue;
    endConditional(state, order, dead);
    removed += 1;
  }
  return removed;
}
