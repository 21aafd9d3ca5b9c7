import type { AuctionFill } from "../codecs/auction-fills.ts";
import type { FillOutcome, Side } from "../codecs/enums.ts";
import { makerFeeOnFill } from "../settlement/fill.ts";
import { notional } from "../settlement/notional.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { endIceberg, showNext } from "./book-icebergs.ts";
import { bestTicks, dropHead, leaveLevel, levelAt, refill, resize } from "./book-level.ts";
import type { Level } from "./book-level.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** One call's part of an auction: its price, the steps left, and what came of it. */
export type AuctionRound = { priceTicks: number; steps: number; filled: bigint; fees: bigint; fills: AuctionFill[] };

/** The oldest order of the best level of a side, while it trades. `filled` lots of it are not settled yet. */
type Head = { side: Side; priceTicks: number; level: Level | null; working: boolean; filled: bigint };

const newHead = (side: Side): Head => ({ side, priceTicks: 0, level: null, working: false, filled: 0n });

/**
 * Best bids meet best asks at the auction's price until one side has no level that accepts it, dead orders and all, or the steps are
 * used up; mirrors Uncrossing.sol. What
 * an order trades in one call is settled when it leaves or the call ends.
 */
export function uncrossRound(state: BookState, round: AuctionRound): void {
  const [bid, ask] = [newHead("BID"), newHead("ASK")];
  while (round.steps !== 0 && accepts(state, round, bid) && accepts(state, round, ask)) {
    if (!bid.working) seek(state, round, bid);
    else if (!ask.working) seek(state, round, ask);
    else meet(state, round, bid, ask);
  }
  for (const head of [bid, ask]) {
    if (!head.level) continue;
    if (head.working) settle(state, round, head);
    leaveLevel(head.level);
  }
}

/** Whether a level of this side accepts the price; it is held then. */
function accepts(state: BookState, round: AuctionRound, head: Head): boolean {
  const { level } = head;
  if (level) {
    if (level.orders.length > 0) return true;
    leaveLevel(level);
    head.level = null;
  }
  return open(state, round, head);
}

/** Holds the oldest order of the level, or removes it when it may not trade; moves orders into an empty ring. A step is left. */
function seek(state: BookState, round: AuctionRound, head: Head): void {
  const { level } = head;
  if (!level) return;
  if (level.ringCount === 0) {
    round.steps -= refill(level, round.steps);
    return;
  }
  const dead = judge(state, current(head));
  head.filled = 0n;
  if (dead === null) head.working = true;
  else remove(state, round, head, dead);
}

/** Returns whether the side's best level accepts the price. */
function open(state: BookState, round: AuctionRound, head: Head): boolean {
  const best = bestTicks(state, head.side);
  if (best === undefined || (head.side === "BID" ? best < round.priceTicks : best > round.priceTicks)) return false;
  head.priceTicks = best;
  head.level = levelAt(state, head.side, best);
  return true;
}

function current({ level }: Head): RestingOrder {
  const order = level?.orders[0];
  if (!order) throw new RangeError("an open level has an order");
  return order;
}

function judge(state: BookState, order: RestingOrder): FillOutcome | null {
  if (isExpired(order, state.at)) return "REMOVED_EXPIRED";
  return mayTrade(state, order.owner) ? null : "REMOVED_INELIGIBLE";
}

/** Lets the two orders trade, or takes the smaller size off both where they are one account's. */
function meet(state: BookState, round: AuctionRound, bid: Head, ask: Head): void {
  const [buyer, seller] = [current(bid), current(ask)];
  const lots = buyer.lots < seller.lots ? buyer.lots : seller.lots;
  round.steps -= 1;
  if (buyer.owner === seller.owner) {
    for (const head of [bid, ask]) takeOff(state, round, head, lots, "REMOVED_SELF_TRADE");
    return;
  }
  round.filled += lots;
  for (const head of [bid, ask]) {
    head.filled += lots;
    reduce(state, round, head, lots, "FILLED");
  }
}

function remove(state: BookState, round: AuctionRound, head: Head, outcome: FillOutcome): void {
  round.steps -= 1;
  takeOff(state, round, head, current(head).lots, outcome);
}

/** Takes lots off an order that do not trade and returns what they hold. */
function takeOff(state: BookState, round: AuctionRound, head: Head, lots: bigint, outcome: FillOutcome): void {
  settle(state, round, head);
  refund(state, head.side, head.priceTicks, current(head), lots);
  reduce(state, round, head, lots, outcome);
}

/** An order gets smaller, and leaves when nothing of it is left. */
function reduce(state: BookState, round: AuctionRound, head: Head, lots: bigint, outcome: FillOutcome): void {
  const { level, side, priceTicks } = head;
  const order = current(head);
  if (!level) return;
  const left = { ...order, lots: order.lots - lots };
  if (left.lots > 0n) {
    resize(level, 0, left.lots);
    if (outcome !== "FILLED") log(round, head, left, outcome, lots);
    return;
  }
  head.working = false;
  dropHead(level);
  const goesOn = outcome === "FILLED" || outcome === "REMOVED_SELF_TRADE";
  if (goesOn) showNext(state, side, priceTicks, level, order);
  else endIceberg(state, side, priceTicks, order);
  if (outcome === "FILLED") settle(state, round, head, left);
  else log(round, head, left, outcome, lots);
}

/** Pays for what an order has traded in this call: every fee is the difference of two roundings. */
function settle(state: BookState, round: AuctionRound, head: Head, order = current(head)): void {
  const { filled, side, priceTicks } = head;
  if (filled === 0n) return;
  head.filled = 0n;
  const { base, quote, lotUnits, tickSize } = state.terms;
  const { owner, feePips } = order;
  const lots = order.lots + filled;
  const value = notional(filled, round.priceTicks, tickSize);
  const fee = makerFeeOnFill(lots, filled, round.priceTicks, tickSize, feePips);
  round.fees += fee;
  if (side === "BID") {
    const released =
      notional(filled, priceTicks, tickSize) + makerFeeOnFill(lots, filled, priceTicks, tickSize, feePips);
    credit(state, owner, base, filled * lotUnits);
    credit(state, owner, quote, released - value - fee);
  } else {
    credit(state, owner, quote, value - fee);
  }
  log(round, head, order, "FILLED", filled);
}

function log(round: AuctionRound, head: Head, order: RestingOrder, outcome: FillOutcome, lots: bigint): void {
  const { side, priceTicks, level } = head;
  const levelLots = level?.lots ?? 0n;
  const { sequence, lots: remainingLots } = order;
  round.fills.push({ side, priceTicks, sequence, lots, remainingLots, outcome, levelLots });
}
