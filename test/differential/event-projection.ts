import { feeUp, icebergEscrow, makerFeeOnFill, notional, packOrderId, unpackOrderId } from "@carbonxchange/sdk";
import type { Side } from "@carbonxchange/sdk";
import type { DecodedEvent } from "./contract-codec.ts";
import { BASE, QUOTE, TERMS } from "./exchange-rig.ts";

/**
 * Rebuilds vault balances and the book from nothing but the exchange's own events: deposits, withdrawals, placements, fills, parts of
 * icebergs, cancellations, smaller sizes. Of a market without rebates, deferred orders and auctions.
 */
export type EventProjection = {
  apply: (event: DecodedEvent) => void;
  balance: (account: string, asset: number) => bigint;
  /** Live orders of a side, best price first, then in time order. */
  orders: (side: Side) => { id: bigint; owner: string; lots: bigint }[];
};

type Order = { owner: string; side: Side; priceTicks: number; lots: bigint; feePips: number };
type Iceberg = { owner: string; side: Side; priceTicks: number; peakLots: bigint; feePips: number; hiddenLots: bigint };

/** A fill as the decoded event has it. */
type WordedFill = { priceTicks: string; sequence: string; lots: string; remainingLots: string; outcome: string };

/** @param opening balances before the first event, by asset, of every account. */
export function createEventProjection(opening: Readonly<Record<number, bigint>>): EventProjection {
  const balances = new Map<string, bigint>();
  const orders = new Map<bigint, Order>();
  const icebergs = new Map<bigint, Iceberg>();
  const { tickSize, lotUnits, marketId } = TERMS;

  const balance = (account: string, asset: number) => balances.get(`${account}/${asset}`) ?? opening[asset] ?? 0n;
  const add = (account: string, asset: number, amount: bigint) =>
    balances.set(`${account}/${asset}`, balance(account, asset) + amount);
  const assetOf = (side: Side) => (side === "BID" ? QUOTE : BASE);

  /** What `gone` lots of an order hold; of all its lots the whole escrow. */
  const held = ({ side, lots, priceTicks, feePips }: Order, gone: bigint) =>
    side === "ASK"
      ? gone * lotUnits
      : notional(gone, priceTicks, tickSize) + makerFeeOnFill(lots, gone, priceTicks, tickSize, feePips);

  const shrink = (id: bigint, order: Order, gone: bigint) => {
    order.lots -= gone;
    if (order.lots === 0n) orders.delete(id);
  };
  const giveBack = (id: bigint, gone?: bigint) => {
    const order = known(orders, id);
    const lots = gone ?? order.lots;
    add(order.owner, assetOf(order.side), held(order, lots));
    shrink(id, order, lots);
  };

  const place = (event: DecodedEvent) => {
    const id = big(event, "orderId");
    const { kind, priceTicks } = unpackOrderId(id);
    const order = {
      owner: text(event, "owner"),
      side: kind as Side,
      priceTicks,
      lots: big(event, "lots"),
      feePips: Number(big(event, "makerFeePips")),
    };
    orders.set(id, order);
    add(order.owner, assetOf(order.side), -held(order, order.lots));
  };

  const show = (event: DecodedEvent) => {
    const [id, icebergId] = [big(event, "orderId"), big(event, "icebergId")];
    const hiddenLots = big(event, "hiddenLots");
    const before = icebergs.get(icebergId);
    if (before) {
      // what the next part holds was held for it all along
      const { owner, side, priceTicks, feePips } = before;
      orders.set(id, { owner, side, priceTicks, feePips, lots: big(event, "lots") });
      icebergs.set(icebergId, { ...before, hiddenLots });
      return;
    }
    const { owner, side, priceTicks, feePips, lots: peakLots } = known(orders, id);
    const iceberg = { owner, side, priceTicks, feePips, peakLots, hiddenLots };
    icebergs.set(icebergId, iceberg);
    add(owner, assetOf(side), -icebergEscrow({ ...iceberg, lots: hiddenLots }, TERMS));
  };

  const end = (event: DecodedEvent) => {
    const iceberg = known(icebergs, big(event, "icebergId"));
    icebergs.delete(big(event, "icebergId"));
    add(iceberg.owner, assetOf(iceberg.side), icebergEscrow({ ...iceberg, lots: big(event, "hiddenLots") }, TERMS));
  };

  const take = (event: DecodedEvent) => {
    const side = text(event, "side") as Side;
    const [taker, filled] = [text(event, "taker"), big(event, "filledLots") * lotUnits];
    const [value, fee] = [big(event, "notional"), big(event, "takerFee")];
    add(taker, QUOTE, side === "BID" ? -(value + fee) : value - fee);
    add(taker, BASE, side === "BID" ? filled : -filled);
    for (const fill of event["fills"] as readonly WordedFill[]) meet(side === "BID" ? "ASK" : "BID", fill);
  };

  const meet = (side: Side, fill: WordedFill) => {
    const id = idOf(marketId, side, fill);
    const [lots, remaining] = [BigInt(fill.lots), BigInt(fill.remainingLots)];
    const order = known(orders, id);
    if (order.lots - lots !== remaining) throw new RangeError(`${id}: ${order.lots} less ${lots} is not ${remaining}`);
    if (fill.outcome !== "FILLED") {
      giveBack(id, lots);
      return;
    }
    const value = notional(lots, order.priceTicks, tickSize);
    if (side === "ASK") add(order.owner, QUOTE, value - feeUp(value, order.feePips));
    else add(order.owner, BASE, lots * lotUnits);
    shrink(id, order, lots);
  };

  const move = (event: DecodedEvent, sign: bigint) => {
    const [account, asset] = [text(event, "account"), Number(big(event, "asset"))];
    add(account, asset, sign * big(event, "amount"));
    const [free, said] = [balance(account, asset), big(event, "freeAfter")];
    if (free !== said) throw new RangeError(`${account} has ${free} of asset ${asset}, the event says ${said}`);
  };

  const HANDLERS: Readonly<Record<string, (event: DecodedEvent) => void>> = {
    OrderPlaced: place,
    IcebergShown: show,
    IcebergEnded: end,
    Taken: take,
    OrderCancelled: (event) => giveBack(big(event, "orderId")),
    OrderAmended: (event) => {
      const id = big(event, "orderId");
      giveBack(id, known(orders, id).lots - big(event, "lots"));
    },
    Deposited: (event) => move(event, 1n),
    Withdrawn: (event) => move(event, -1n),
  };

  return {
    apply: (event) => HANDLERS[event.name]?.(event),
    balance,
    orders: (side) =>
      [...orders]
        .filter(([, order]) => order.side === side)
        .sort(([a, { priceTicks: x }], [b, { priceTicks: y }]) => (side === "BID" ? y - x : x - y) || Number(a - b))
        .map(([id, { owner, lots }]) => ({ id, owner, lots })),
  };
}

function idOf(marketId: number, kind: Side, { priceTicks, sequence }: WordedFill): bigint {
  return packOrderId({ marketId, kind, priceTicks: Number(priceTicks), sequence: Number(sequence) });
}

function known<T>(map: ReadonlyMap<bigint, T>, id: bigint): T {
  const found = map.get(id);
  if (found === undefined) throw new RangeError(`an event names ${id}, which no event has placed`);
  return found;
}

function big(event: DecodedEvent, name: string): bigint {
  return BigInt(text(event, name));
}

function text(event: DecodedEvent, name: string): string {
  const value = event[name];
  if (typeof value !== "string") throw new RangeError(`${event.name} has no ${name}`);
  return value;
}
