import { encodeFills, packOrderId } from "@carbonxchange/sdk";
import type { Fill, FillOutcome, SelfTrade, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import type { EventLog } from "./event-log.ts";
import { BASE, QUOTE, createLedger, escrowAsset, feeUp, partsOf } from "./ledger.ts";
import type { ModelIceberg, ModelOrder, Money, Waiting } from "./ledger.ts";

/** A plain exchange that keeps every balance and emits the contract's events: what the indexer is measured against. */

/** Who cranks; the model pays it for every second order, as if it might not trade at other times. */
export const KEEPER: Hex = "0x00000000000000000000000000000000000000ee";

/** The highest fee that an order prepays. */
const MOST_PREPAID = 30_000n;

export const MARKET = { marketId: 1, lotUnits: 1_000n, tickSize: 10_000n };

const REASON = { OWNER: 0, EXPIRED: 1, INELIGIBLE: 2, UNFILLED_REMAINDER: 3, SELF_TRADE: 5 } as const;

/** A GTC order. `maxFills` 0 defers it whole; `display` of an iceberg, or zero. */
export type ModelRequest = {
  side: Side;
  ticks: number;
  lots: bigint;
  maxFills: number;
  expiry?: number;
  display?: bigint;
  mode?: SelfTrade;
};

type Terms = { side: Side; ticks: number; lots: bigint; expiry: number; display: bigint; mode: SelfTrade };
type Outcome = { left: bigint; crosses: boolean; filled: bigint; met: number; gaveWay: boolean };

export class ExchangeModel {
  readonly #ledger = createLedger();
  readonly book: ModelOrder[] = [];
  readonly queue: Waiting[] = [];
  readonly blocked = new Set<Hex>();
  makerPips = 137n;
  takerPips = 911n;
  fees = 0n;
  readonly #log: EventLog;
  readonly #sequences = new Map<string, number>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  balance(account: Hex, asset: number): Money {
    return this.#ledger.of(account, asset);
  }

  levelLots(side: Side, ticks: number): bigint {
    return this.#level(side, ticks).reduce((sum, order) => sum + order.lots, 0n);
  }

  deposit(account: Hex, asset: number, amount: bigint): void {
    const money = this.balance(account, asset);
    money.free += amount;
    this.#log.emit("Exchange:Deposited", { account, asset, amount, freeAfter: money.free });
  }

  withdraw(account: Hex, asset: number, wanted: bigint): void {
    const money = this.balance(account, asset);
    const amount = wanted < money.free ? wanted : money.free;
    if (amount === 0n) return;
    money.free -= amount;
    this.#log.emit("Exchange:Withdrawn", { account, asset, to: account, amount, freeAfter: money.free });
  }

  /** What still crosses after `maxFills` is deferred, other rests rest. */
  place(owner: Hex, request: ModelRequest): void {
    const { maxFills, ...given } = request;
    const terms: Terms = { expiry: 0, display: 0n, mode: "CANCEL_MAKER", ...given };
    if (!this.#affords(owner, terms)) return;
    if (maxFills === 0) return this.#defer(owner, terms);
    const take = this.#take(owner, terms, maxFills, null);
    if (take.left === 0n || take.gaveWay) return;
    const rest = { ...terms, lots: take.left };
    if (take.crosses) this.#defer(owner, rest);
    else this.#rest(owner, rest, this.makerPips);
  }

  cancel(order: ModelOrder): void {
    const waiting = this.queue.indexOf(order as Waiting);
    if (waiting >= 0) return this.#endDeferred(this.queue[waiting] as Waiting, REASON.OWNER);
    const at = this.book.indexOf(order);
    if (at < 0) return;
    this.book.splice(at, 1);
    this.#release(order);
    const levelLots = this.levelLots(order.side, order.ticks);
    const { id: orderId, owner } = order;
    this.#log.emit("Exchange:OrderCancelled", {
      orderId,
      owner,
      lots: Number(order.lots),
      levelLots: Number(levelLots),
      reason: REASON.OWNER,
    });
    if (order.iceberg !== null) this.#endIceberg(order, order.iceberg);
  }

  crank(maxSteps: number): void {
    let steps = maxSteps;
    while (steps > 0) {
      const order = this.queue[0];
      if (order === undefined) return;
      const dead = this.#isExpired(order) ? REASON.EXPIRED : this.blocked.has(order.owner) ? REASON.INELIGIBLE : null;
      if (dead !== null) {
        this.#endDeferred(order, dead);
        steps -= 1;
        continue;
      }
      const take = this.#take(order.owner, order, steps, order);
      steps -= take.met;
      if (take.filled > 0n) order.traded = true;
      if (take.left > 0n && take.crosses && !take.gaveWay) return this.#progressed(order, take.filled, take.left);
      this.#endWorked(order, take);
      steps -= 1;
    }
  }

  collectFees(to: Hex): void {
    if (this.fees === 0n) return;
    this.#log.emit("Exchange:FeesCollected", { asset: QUOTE, to, amount: this.fees });
    this.fees = 0n;
  }

  /** A deferred order that is filled, no longer crosses or gave way to one of its owner's own. */
  #endWorked(order: Waiting, { left, filled, gaveWay }: Outcome): void {
    const ends = left > 0n && (gaveWay || !order.restable);
    if (!ends || gaveWay || order.traded) this.#reward(order);
    if (ends) {
      if (filled > 0n) this.#progressed(order, filled, left);
      return this.#endDeferred(order, gaveWay ? REASON.SELF_TRADE : REASON.UNFILLED_REMAINDER);
    }
    this.#release(order);
    this.#repay(order);
    if (left > 0n) this.#rest(order.owner, order, this.makerPips);
    this.#leaveQueue(order);
    this.#progressed(order, filled, 0n);
  }

  #progressed(order: Waiting, filled: bigint, lotsLeft: bigint): void {
    this.#log.emit("Exchange:DeferredProgressed", {
      orderId: order.id,
      lotsFilled: Number(filled),
      lotsLeft: Number(lotsLeft),
    });
  }

  #affords(owner: Hex, { side, ticks, lots }: Terms): boolean {
    if (this.blocked.has(owner)) return false;
    const quote = this.balance(owner, QUOTE).free - MOST_PREPAID;
    if (side === "ASK") return quote >= 0n && this.balance(owner, BASE).free >= lots * MARKET.lotUnits;
    const most = lots * BigInt(ticks) * MARKET.tickSize;
    return quote >= most + feeUp(most, this.takerPips) + lots + 1n;
  }

  #level(side: Side, ticks: number): ModelOrder[] {
    return this.book.filter((order) => order.side === side && order.ticks === ticks);
  }

  #isExpired(order: ModelOrder): boolean {
    return order.expiry !== 0 && BigInt(order.expiry) <= this.#log.timestamp;
  }

  #next(key: string): number {
    const sequence = (this.#sequences.get(key) ?? 0) + 1;
    this.#sequences.set(key, sequence);
    return sequence;
  }

  #holding(order: ModelOrder, lots: bigint): bigint {
    const value = lots * BigInt(order.ticks) * MARKET.tickSize;
    return order.side === "BID" ? value + feeUp(value, order.feePips) : lots * MARKET.lotUnits;
  }

  #lock(order: ModelOrder): void {
    order.held = this.#holding(order, order.lots);
    this.#ledger.lock(order.owner, escrowAsset(order.side), order.held);
  }

  /** Gives back all that an order still holds. */
  #release(order: ModelOrder): void {
    this.#ledger.lock(order.owner, escrowAsset(order.side), -order.held);
    order.held = 0n;
  }

  #rest(owner: Hex, terms: Terms, feePips: bigint): void {
    const { side, ticks, lots, expiry, display } = terms;
    const hides = display !== 0n && display < lots;
    const order = this.#queued(owner, { side, ticks, lots: hides ? display : lots, feePips, expiry });
    this.#lock(order);
    this.#log.emit("Exchange:OrderPlaced", {
      orderId: order.id,
      owner,
      lots: Number(order.lots),
      expiry,
      makerFeePips: Number(feePips),
      levelLots: Number(this.levelLots(side, ticks)),
      clientId: 7n,
    });
    if (hides) this.#openIceberg(order, partsOf(lots - display, display));
  }

  /** A new order behind all others of its level, which holds nothing yet. */
  #queued(owner: Hex, terms: Pick<ModelOrder, "side" | "ticks" | "lots" | "feePips" | "expiry">): ModelOrder {
    const { side, ticks: priceTicks } = terms;
    const sequence = this.#next(`${side}${priceTicks}`);
    const id = packOrderId({ marketId: MARKET.marketId, kind: side, priceTicks, sequence });
    const order: ModelOrder = { ...terms, id, owner, sequence, held: 0n, iceberg: null };
    this.book.push(order);
    return order;
  }

  #openIceberg(shown: ModelOrder, sizes: readonly bigint[]): void {
    const { side, ticks: priceTicks } = shown;
    const sequence = this.#next("iceberg");
    const id = packOrderId({ marketId: MARKET.marketId, kind: `ICEBERG_${side}`, priceTicks, sequence });
    shown.iceberg = { id, parts: sizes.map((lots) => ({ lots, held: this.#holding(shown, lots) })) };
    for (const { held } of shown.iceberg.parts) this.#ledger.lock(shown.owner, escrowAsset(side), held);
    this.#reportShown(shown, shown.iceberg);
  }

  #reportShown({ id: orderId, owner, lots, side, ticks }: ModelOrder, { id: icebergId, parts }: ModelIceberg): void {
    this.#log.emit("Exchange:IcebergShown", {
      icebergId,
      orderId,
      owner,
      lots: Number(lots),
      hiddenLots: Number(parts.reduce((sum, part) => sum + part.lots, 0n)),
      levelLots: Number(this.levelLots(side, ticks)),
    });
  }

  /** The part after one that was filled, or the iceberg's end. */
  #showNext(filled: ModelOrder, iceberg: ModelIceberg): void {
    const part = iceberg.parts.shift();
    if (part === undefined) return this.#endIceberg(filled, iceberg);
    const { owner, side, ticks, feePips, expiry } = filled;
    const shown = this.#queued(owner, { side, ticks, lots: part.lots, feePips, expiry });
    Object.assign(shown, { held: part.held, iceberg });
    this.#reportShown(shown, iceberg);
  }

  #endIceberg({ owner, side }: ModelOrder, { id: icebergId, parts }: ModelIceberg): void {
    for (const { held } of parts) this.#ledger.lock(owner, escrowAsset(side), -held);
    const hiddenLots = Number(parts.reduce((sum, part) => sum + part.lots, 0n));
    this.#log.emit("Exchange:IcebergEnded", { icebergId, hiddenLots });
  }

  #defer(owner: Hex, terms: Terms): void {
    const { side, ticks, lots, expiry } = terms;
    const sequence = this.#next("queue");
    const id = packOrderId({ marketId: MARKET.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
    const restable = sequence % 3 !== 0;
    const feePips = this.takerPips;
    const prepaid = BigInt(sequence % 4) * 10_000n;
    const parts = { id, owner, feePips, sequence, held: 0n, restable, iceberg: null, prepaid, traded: false };
    const order: Waiting = { ...terms, ...parts };
    this.#lock(order);
    this.#ledger.lock(owner, QUOTE, prepaid);
    this.queue.push(order);
    this.#log.emit("Exchange:OrderDeferred", {
      orderId: id,
      owner,
      side: side === "BID" ? 0 : 1,
      orderType: restable ? 0 : 1,
      priceTicks: ticks,
      lots: Number(lots),
      minFillLots: 0,
      expiry,
      takerFeePips: Number(this.takerPips),
      clientId: 8n,
      keeperFee: prepaid,
    });
  }

  /** Pays the keeper of an executed order. */
  #reward(order: Waiting): void {
    if (order.prepaid === 0n || order.sequence % 2 === 0) return;
    this.balance(order.owner, QUOTE).locked -= order.prepaid;
    this.balance(KEEPER, QUOTE).free += order.prepaid;
    this.#log.emit("Exchange:KeeperPaid", { orderId: order.id, keeper: KEEPER, amount: order.prepaid });
    order.prepaid = 0n;
  }

  /** Gives back the keeper fee that nobody earned. */
  #repay(order: Waiting): void {
    this.#ledger.lock(order.owner, QUOTE, -order.prepaid);
    order.prepaid = 0n;
  }

  #leaveQueue(order: Waiting): void {
    this.queue.splice(this.queue.indexOf(order), 1);
  }

  #endDeferred(order: Waiting, reason: number): void {
    this.#leaveQueue(order);
    this.#release(order);
    this.#repay(order);
    this.#log.emit("Exchange:DeferredCancelled", {
      orderId: order.id,
      owner: order.owner,
      lots: Number(order.lots),
      reason,
    });
  }

  #best(side: Side, limit: number): ModelOrder | undefined {
    const crossing = this.book.filter(
      (order) => order.side === side && (side === "ASK" ? order.ticks <= limit : order.ticks >= limit),
    );
    const better = (a: ModelOrder, b: ModelOrder) =>
      (side === "ASK" ? a.ticks - b.ticks : b.ticks - a.ticks) || a.sequence - b.sequence;
    return crossing.sort(better)[0];
  }

  #take(taker: Hex, terms: Terms, maxFills: number, deferred: Waiting | null): Outcome {
    const makerSide: Side = terms.side === "BID" ? "ASK" : "BID";
    const fills: Fill[] = [];
    let { lots: left } = terms;
    let [notional, filled, met, gaveWay] = [0n, 0n, 0, false];
    let maker: ModelOrder | undefined;
    while (left > 0n && !gaveWay && met < maxFills && (maker = this.#best(makerSide, terms.ticks)) !== undefined) {
      met += 1;
      const outcome = this.#judge(maker, taker);
      const own = outcome === "REMOVED_SELF_TRADE";
      gaveWay = own && (terms.mode === "CANCEL_TAKER" || terms.mode === "CANCEL_BOTH");
      if (own && terms.mode === "CANCEL_TAKER") break;
      const partly = outcome === "FILLED" || (own && terms.mode === "DECREMENT");
      const gone = partly && maker.lots > left ? left : maker.lots;
      if (partly) left -= gone;
      if (outcome === "FILLED") {
        notional += this.#fillMaker(maker, gone);
        filled += gone;
      } else this.#giveBack(maker, gone);
      fills.push(this.#leave(maker, gone, outcome, partly));
    }
    const crosses = left > 0n && this.#best(makerSide, terms.ticks) !== undefined;
    if (fills.length > 0) this.#payTaker(taker, terms.side, { filled, notional, left }, fills, deferred);
    return { left, crosses, filled, met, gaveWay };
  }

  #judge(maker: ModelOrder, taker: Hex): FillOutcome {
    if (this.#isExpired(maker)) return "REMOVED_EXPIRED";
    if (maker.owner === taker) return "REMOVED_SELF_TRADE";
    return this.blocked.has(maker.owner) ? "REMOVED_INELIGIBLE" : "FILLED";
  }

  /** Takes `gone` lots off a maker that was settled; one that is used up leaves, and its iceberg goes on or ends. */
  #leave(maker: ModelOrder, gone: bigint, outcome: FillOutcome, goesOn: boolean): Fill {
    maker.lots -= gone;
    if (maker.lots === 0n) {
      this.book.splice(this.book.indexOf(maker), 1);
      if (maker.iceberg !== null && goesOn) this.#showNext(maker, maker.iceberg);
      else if (maker.iceberg !== null) this.#endIceberg(maker, maker.iceberg);
    }
    const { ticks: priceTicks, sequence, lots: remainingLots } = maker;
    const levelLots = this.levelLots(maker.side, priceTicks);
    return { priceTicks, sequence, lots: gone, remainingLots, outcome, levelLots };
  }

  /** Gives back what `gone` untraded lots hold. */
  #giveBack(maker: ModelOrder, gone: bigint): void {
    const amount = maker.held - this.#holding(maker, maker.lots - gone);
    maker.held -= amount;
    this.#ledger.lock(maker.owner, escrowAsset(maker.side), -amount);
  }

  /** Pays a maker for `lots`; gives the notional. */
  #fillMaker(maker: ModelOrder, lots: bigint): bigint {
    const price = BigInt(maker.ticks) * MARKET.tickSize;
    const notional = lots * price;
    const escrow = this.balance(maker.owner, maker.side === "BID" ? QUOTE : BASE);
    if (maker.side === "BID") {
      const fee = feeUp(maker.lots * price, maker.feePips) - feeUp((maker.lots - lots) * price, maker.feePips);
      maker.held -= notional + fee;
      escrow.locked -= notional + fee;
      this.fees += fee;
      this.balance(maker.owner, BASE).free += lots * MARKET.lotUnits;
    } else {
      const fee = feeUp(notional, maker.feePips);
      maker.held -= lots * MARKET.lotUnits;
      escrow.locked -= lots * MARKET.lotUnits;
      this.fees += fee;
      this.balance(maker.owner, QUOTE).free += notional - fee;
    }
    return notional;
  }

  #payTaker(
    taker: Hex,
    side: Side,
    { filled, notional, left }: { filled: bigint; notional: bigint; left: bigint },
    fills: Fill[],
    deferred: Waiting | null,
  ): void {
    const takerFee = feeUp(notional, deferred?.feePips ?? this.takerPips);
    this.fees += takerFee;
    if (deferred !== null) {
      this.#release(deferred);
      deferred.lots = left;
    }
    const units = filled * MARKET.lotUnits;
    this.balance(taker, QUOTE).free += side === "BID" ? -(notional + takerFee) : notional - takerFee;
    this.balance(taker, BASE).free += side === "BID" ? units : -units;
    if (deferred !== null) this.#lock(deferred);
    this.#log.emit("Exchange:Taken", {
      marketId: MARKET.marketId,
      taker,
      orderId: deferred?.id ?? 0n,
      side: side === "BID" ? 0 : 1,
      filledLots: Number(filled),
      notional,
      takerFee,
      clientId: 9n,
      fills: encodeFills(fills),
    });
  }
}
