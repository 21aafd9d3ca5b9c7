import { encodeFills, packOrderId } from "@carbonxchange/sdk";
import type { Fill, FillOutcome, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import type { EventLog } from "./event-log.ts";
import { BASE, QUOTE, createLedger, escrowAsset, feeUp } from "./ledger.ts";
import type { ModelOrder, Money, Waiting } from "./ledger.ts";

/** A plain exchange that keeps every balance and emits the contract's events: what the indexer is measured against. */

export const MARKET = { marketId: 1, lotUnits: 1_000n, tickSize: 10_000n };

const REASON = { OWNER: 0, EXPIRED: 1, INELIGIBLE: 2, UNFILLED_REMAINDER: 3 } as const;

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

  /** A GTC order. `maxFills` 0 defers it whole; what still crosses after `maxFills` is deferred, other rests rest. */
  place(owner: Hex, side: Side, ticks: number, lots: bigint, maxFills: number, expiry = 0): void {
    if (!this.#affords(owner, side, ticks, lots)) return;
    const take =
      maxFills === 0 ? { left: lots, crosses: true, filled: 0n } : this.#take(owner, side, ticks, lots, maxFills, null);
    if (take.left === 0n) return;
    if (take.crosses) this.#defer(owner, side, ticks, take.left, expiry);
    else this.#rest(owner, side, ticks, take.left, this.makerPips, expiry);
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
      const before = order.lots;
      const take = this.#take(order.owner, order.side, order.ticks, order.lots, steps, order);
      steps -= take.met;
      const filled = before - take.left;
      const progressed = (lotsLeft: bigint) =>
        this.#log.emit("Exchange:DeferredProgressed", {
          orderId: order.id,
          lotsFilled: Number(filled),
          lotsLeft: Number(lotsLeft),
        });
      if (take.left > 0n && take.crosses) return progressed(take.left);
      if (take.left > 0n && order.restable) {
        this.#release(order);
        this.#rest(order.owner, order.side, order.ticks, take.left, this.makerPips, order.expiry);
        this.#leaveQueue(order);
        progressed(0n);
      } else if (take.left > 0n) {
        if (filled > 0n) progressed(take.left);
        this.#endDeferred(order, REASON.UNFILLED_REMAINDER);
      } else {
        this.#release(order);
        this.#leaveQueue(order);
        progressed(0n);
      }
      steps -= 1;
    }
  }

  collectFees(to: Hex): void {
    if (this.fees === 0n) return;
    this.#log.emit("Exchange:FeesCollected", { asset: QUOTE, to, amount: this.fees });
    this.fees = 0n;
  }

  #affords(owner: Hex, side: Side, ticks: number, lots: bigint): boolean {
    if (this.blocked.has(owner)) return false;
    if (side === "ASK") return this.balance(owner, BASE).free >= lots * MARKET.lotUnits;
    const most = lots * BigInt(ticks) * MARKET.tickSize;
    return this.balance(owner, QUOTE).free >= most + feeUp(most, this.takerPips) + 1n;
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

  #lock(order: ModelOrder): void {
    const value = order.lots * BigInt(order.ticks) * MARKET.tickSize;
    order.held = order.side === "BID" ? value + feeUp(value, order.feePips) : order.lots * MARKET.lotUnits;
    this.#ledger.lock(order.owner, escrowAsset(order.side), order.held);
  }

  /** Gives back all that an order still holds. */
  #release(order: ModelOrder): void {
    this.#ledger.lock(order.owner, escrowAsset(order.side), -order.held);
    order.held = 0n;
  }

  #rest(owner: Hex, side: Side, ticks: number, lots: bigint, feePips: bigint, expiry: number): void {
    const sequence = this.#next(`${side}${ticks}`);
    const id = packOrderId({ marketId: MARKET.marketId, kind: side, priceTicks: ticks, sequence });
    const order: ModelOrder = { id, owner, side, ticks, lots, feePips, expiry, sequence, held: 0n };
    this.#lock(order);
    this.book.push(order);
    this.#log.emit("Exchange:OrderPlaced", {
      orderId: id,
      owner,
      lots: Number(lots),
      expiry,
      makerFeePips: Number(feePips),
      levelLots: Number(this.levelLots(side, ticks)),
      clientId: 7n,
    });
  }

  #defer(owner: Hex, side: Side, ticks: number, lots: bigint, expiry: number): void {
    const sequence = this.#next("queue");
    const id = packOrderId({ marketId: MARKET.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
    const restable = sequence % 3 !== 0;
    const order: Waiting = {
      id,
      owner,
      side,
      ticks,
      lots,
      feePips: this.takerPips,
      expiry,
      sequence,
      held: 0n,
      restable,
    };
    this.#lock(order);
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
    });
  }

  #leaveQueue(order: Waiting): void {
    this.queue.splice(this.queue.indexOf(order), 1);
  }

  #endDeferred(order: Waiting, reason: number): void {
    this.#leaveQueue(order);
    this.#release(order);
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

  #take(taker: Hex, side: Side, limit: number, lots: bigint, maxFills: number, deferred: Waiting | null) {
    const makerSide: Side = side === "BID" ? "ASK" : "BID";
    const fills: Fill[] = [];
    let left = lots;
    let notional = 0n;
    let maker: ModelOrder | undefined;
    while (left > 0n && (maker = this.#best(makerSide, limit)) !== undefined && fills.length < maxFills) {
      const outcome: FillOutcome = this.#isExpired(maker)
        ? "REMOVED_EXPIRED"
        : maker.owner === taker
          ? "REMOVED_SELF_TRADE"
          : this.blocked.has(maker.owner)
            ? "REMOVED_INELIGIBLE"
            : "FILLED";
      const gone = outcome === "FILLED" && maker.lots > left ? left : maker.lots;
      if (outcome === "FILLED") {
        notional += this.#fillMaker(maker, gone);
        left -= gone;
      } else this.#release(maker);
      maker.lots -= gone;
      if (maker.lots === 0n) this.book.splice(this.book.indexOf(maker), 1);
      const levelLots = this.levelLots(makerSide, maker.ticks);
      fills.push({
        priceTicks: maker.ticks,
        sequence: maker.sequence,
        lots: gone,
        remainingLots: maker.lots,
        outcome,
        levelLots,
      });
    }
    const crosses = left > 0n && this.#best(makerSide, limit) !== undefined;
    if (fills.length > 0) this.#payTaker(taker, side, lots - left, notional, fills, deferred);
    return { left, crosses, filled: lots - left, met: fills.length };
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

  #payTaker(taker: Hex, side: Side, filled: bigint, notional: bigint, fills: Fill[], deferred: Waiting | null): void {
    const takerFee = feeUp(notional, deferred?.feePips ?? this.takerPips);
    this.fees += takerFee;
    if (deferred !== null) {
      this.#release(deferred);
      deferred.lots -= filled;
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
