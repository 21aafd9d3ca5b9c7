import fc from "fast-check";
import { SELF_TRADES, UNBOUNDED_RULES, packBatchId } from "@carbonxchange/sdk";
import type { SelfTrade } from "@carbonxchange/sdk";
import { getAddress, pad, zeroAddress } from "viem";
import type { Hex } from "viem";
import { createEventLog } from "./event-log.ts";
import type { EventLog } from "./event-log.ts";
import { ExchangeModel, MARKET } from "./exchange-model.ts";
import { BASE, QUOTE } from "./ledger.ts";

/** Checksummed, as a decoder gives them; the tables hold lower case. */
const address = (n: number): Hex => getAddress(pad(`0x${n.toString(16)}`, { size: 20 }));

export const TRADERS = [0xa11ce, 0xb0b, 0xcafe, 0xd00d].map(address) as [Hex, Hex, Hex, Hex];
export const EXCHANGE = address(0xe0e0e0).toLowerCase() as Hex;
export const CREDIT_TOKEN = address(0xc0ffee);
export const QUOTE_TOKEN = address(0xdddddd);
export const BATCH = packBatchId(1n, 1n);
export const NAMESPACE = "Register of X";
const ISSUED_TONNES = 1_000_000n;
const REPORT_HASH: Hex = `0x${"5".repeat(64)}`;

/** One thing that happens, as numbers that the runner maps onto what is possible. */
export type Step =
  | { do: "deposit" | "withdraw"; who: number; asset: number; amount: number }
  | {
      do: "place";
      who: number;
      side: number;
      ticks: number;
      lots: number;
      maxFills: number;
      lives: number;
      display?: number;
      mode?: SelfTrade;
    }
  | { do: "phase"; phase: number; seconds: number }
  | { do: "trip"; ticks: number }
  | { do: "cancel"; which: number }
  | { do: "crank"; steps: number }
  | { do: "block"; who: number }
  | { do: "fees" }
  | { do: "recover"; who: number; to: number; asset: number }
  | { do: "send"; who: number; to: number; units: number }
  | { do: "retire" | "void"; who: number; units: number };

const who = fc.nat({ max: TRADERS.length - 1 });

/** Arbitrary steps; most of them trade. */
export const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("deposit" as const, "withdraw" as const),
      who,
      asset: fc.constantFrom(QUOTE, BASE),
      amount: fc.integer({ min: 1, max: 2_000_000 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      who,
      side: fc.nat({ max: 1 }),
      ticks: fc.integer({ min: 95, max: 105 }),
      lots: fc.integer({ min: 1, max: 40 }),
      maxFills: fc.constantFrom(0, 1, 2, 10),
      lives: fc.constantFrom(0, 0, 0, 5, 20),
      display: fc.constantFrom(0, 0, 1, 4, 15),
      mode: fc.constantFrom(...SELF_TRADES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), which: fc.nat({ max: 50 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("crank" as const), steps: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("block" as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fees" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("recover" as const), who, to: who, asset: fc.constantFrom(QUOTE, BASE) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("phase" as const),
      phase: fc.integer({ min: 1, max: 7 }),
      seconds: fc.constantFrom(0, 300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("trip" as const), ticks: fc.integer({ min: 1, max: 65_535 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("send" as const), who, to: who, units: fc.integer({ min: 1, max: 5_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("retire" as const, "void" as const),
      who,
      units: fc.integer({ min: 1, max: 5_000 }),
    }),
  },
);

/** A whole small world: registry, wallets and exchange, and the events they emitted. */
export class Story {
  readonly log: EventLog;
  readonly exchange: ExchangeModel;
  readonly wallets = new Map<Hex, bigint>();
  retiredUnits = 0n;
  cancelledUnits = 0n;
  retirements = 0n;

  constructor(log = createEventLog()) {
    this.log = log;
    this.exchange = new ExchangeModel(log);
    this.#issue();
    this.#list();
    for (const trader of TRADERS) {
      this.log.nextBlock();
      this.#transfer(TRADERS[0], trader, 1_000_000n);
      this.depositCredits(trader, 500_000n);
      this.exchange.deposit(trader, QUOTE, 500_000_000n);
    }
  }

  run(steps: readonly Step[]): this {
    for (const step of steps) {
      this.log.nextBlock(3);
      this.#do(step);
    }
    return this;
  }

  depositCredits(account: Hex, units: bigint): void {
    this.#transfer(account, EXCHANGE, units);
    this.exchange.deposit(account, BASE, units);
  }

  /** Retires one portion, or several of them under one certificate. */
  retire(account: Hex, ...portions: bigint[]): void {
    this.retirements += 1n;
    const retirementId = this.retirements;
    for (const units of portions) this.#retirePortion(account, units, retirementId);
    this.log.emit("Certificates:Transfer", { from: zeroAddress, to: account, tokenId: retirementId });
    this.log.emit("Certificates:Locked", { tokenId: retirementId });
  }

  #retirePortion(account: Hex, units: bigint, retirementId: bigint): void {
    this.#transfer(account, zeroAddress, units);
    const firstUnit = this.retiredUnits + this.cancelledUnits;
    this.retiredUnits += units;
    this.log.emit("CarbonCredits:Retired", {
      retirementId,
      batchId: BATCH,
      account,
      units,
      firstUnit,
      batchRetiredUnits: this.retiredUnits,
      details: {
        beneficiary: account,
        beneficiaryRef: `0x${"0".repeat(64)}`,
        purpose: 0,
        consumptionCountry: "0x4b45",
        periodStart: 0,
        periodEnd: 0,
        statement: "for the test",
        claim: 0,
      },
    });
  }

  #issue(): void {
    const [recipient] = TRADERS;
    const issuance = {
      projectId: 1n,
      serialNamespace: NAMESPACE,
      blockStart: 1_001,
      blockEnd: 1_000 + Number(ISSUED_TONNES),
      vintageStart: 1_577_836_800,
      vintageEnd: 1_609_372_800,
      recipient,
      reportHash: REPORT_HASH,
      bufferBps: 0,
      monitoringStart: 1_577_836_800,
      monitoringEnd: 1_609_372_800,
      methodology: "",
      conversionRef: `0x${"0".repeat(64)}`,
    } as const;
    this.log.nextBlock();
    this.log.emit("CarbonCredits:ProjectRegistered", {
      projectId: 1n,
      registrar: recipient,
      registryName: "Registry",
      nativeId: "X1",
      name: "Forest",
      methodology: "VM0007 v1.6",
      country: "0x4b45",
      mechanism: 0,
    });
    this.log.emit("CarbonCredits:IssuanceProposed", { proposalId: 1n, projectId: 1n, proposer: recipient, issuance });
    this.log.emit("CarbonCredits:IssuanceAttested", {
      proposalId: 1n,
      verifier: address(0x7e7e),
      reportHash: issuance.reportHash,
    });
    const units = ISSUED_TONNES * 1_000n;
    const { serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd } = issuance;
    const serials = { recipient, serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd };
    this.log.emit("CarbonCredits:BatchIssued", { batchId: BATCH, proposalId: 1n, projectId: 1n, ...serials, units });
    this.#transfer(zeroAddress, recipient, units);
  }

  #list(): void {
    this.log.nextBlock();
    this.log.emit("Exchange:AssetListed", { asset: QUOTE, token: QUOTE_TOKEN, batchId: 0n, isCredit: false });
    this.log.emit("Exchange:AssetListed", { asset: BASE, token: CREDIT_TOKEN, batchId: BATCH, isCredit: true });
    this.log.emit("Exchange:MarketCreated", {
      marketId: MARKET.marketId,
      baseAsset: BASE,
      quoteAsset: QUOTE,
      lotUnits: Number(MARKET.lotUnits),
      tickSize: MARKET.tickSize,
      minLots: 1,
      makerFeePips: Number(this.exchange.makerPips),
      takerFeePips: Number(this.exchange.takerPips),
    });
    this.log.emit("Exchange:MarketRulesSet", { marketId: MARKET.marketId, rules: UNBOUNDED_RULES });
    this.log.emit("Exchange:MarketPhaseSet", { marketId: MARKET.marketId, phase: 1, endsAt: 0 });
  }

  #transfer(from: Hex, to: Hex, units: bigint): void {
    this.wallets.set(from, (this.wallets.get(from) ?? 0n) - units);
    this.wallets.set(to, (this.wallets.get(to) ?? 0n) + units);
    this.log.emit("CreditTokens:TransferSingle", { operator: from, from, to, id: BATCH, value: units });
  }

  #do(step: Step): void {
    const trader = (n: number): Hex => TRADERS[n] ?? TRADERS[0];
    switch (step.do) {
      case "deposit":
        if (step.asset === QUOTE) return this.exchange.deposit(trader(step.who), QUOTE, BigInt(step.amount));
        if ((this.wallets.get(trader(step.who)) ?? 0n) < 5_000n) return;
        return this.depositCredits(trader(step.who), 5_000n);
      case "withdraw":
        return this.#withdraw(trader(step.who), step.asset, BigInt(step.amount));
      case "place": {
        const expiry = step.lives === 0 ? 0 : Number(this.log.timestamp) + step.lives;
        const side = step.side === 0 ? "BID" : "ASK";
        const { ticks, maxFills, mode = "CANCEL_MAKER" } = step;
        const [lots, display] = [BigInt(step.lots), BigInt(step.display ?? 0)];
        return this.exchange.place(trader(step.who), { side, ticks, lots, maxFills, expiry, display, mode });
      }
      case "cancel": {
        const all = [...this.exchange.book, ...this.exchange.queue];
        const order = all[step.which % Math.max(1, all.length)];
        return order === undefined ? undefined : this.exchange.cancel(order);
      }
      case "crank":
        return this.exchange.crank(step.steps);
      case "block":
        this.exchange.blocked.add(trader(step.who));
        return this.log.emit("ComplianceGate:FrozenSet", { account: trader(step.who), frozen: true });
      case "phase": {
        const endsAt = step.seconds === 0 ? 0 : Number(this.log.timestamp) + step.seconds;
        return this.log.emit("Exchange:MarketPhaseSet", { marketId: MARKET.marketId, phase: step.phase, endsAt });
      }
      case "trip": {
        const band = { lowTicks: 90, highTicks: 110 };
        return this.log.emit("Exchange:BreakerTripped", { marketId: MARKET.marketId, priceTicks: step.ticks, ...band });
      }
      case "fees":
        return this.exchange.collectFees(trader(0));
      case "recover":
        return this.#recover(trader(step.who), trader(step.to), step.asset);
      case "send":
        return this.#ifHeld(trader(step.who), step.units, (units) =>
          this.#transfer(trader(step.who), trader(step.to), units),
        );
      case "retire":
        return this.#ifHeld(trader(step.who), step.units, (units) => this.retire(trader(step.who), units));
      case "void":
        return this.#ifHeld(trader(step.who), step.units, (units) => this.#void(trader(step.who), units));
    }
  }

  #ifHeld(account: Hex, units: number, act: (units: bigint) => void): void {
    if ((this.wallets.get(account) ?? 0n) >= BigInt(units)) act(BigInt(units));
  }

  #withdraw(account: Hex, asset: number, amount: bigint): void {
    const before = this.exchange.balance(account, asset).free;
    this.exchange.withdraw(account, asset, amount);
    const units = before - this.exchange.balance(account, asset).free;
    if (asset === BASE && units > 0n) this.#transfer(EXCHANGE, account, units);
  }

  /** What `lost` has free becomes its successor's; of orders that rest nothing changes. */
  #recover(lost: Hex, successor: Hex, asset: number): void {
    const [left, gained] = [this.exchange.balance(lost, asset), this.exchange.balance(successor, asset)];
    const amount = left.free;
    if (amount === 0n || lost === successor) return;
    left.free = 0n;
    gained.free += amount;
    this.log.emit("Exchange:BalanceRecovered", { lost, successor, asset, amount, freeAfter: gained.free });
  }

  #void(account: Hex, units: bigint): void {
    this.#transfer(account, zeroAddress, units);
    const firstUnit = this.retiredUnits + this.cancelledUnits;
    this.cancelledUnits += units;
    this.log.emit("CarbonCredits:Cancelled", {
      batchId: BATCH,
      account,
      units,
      firstUnit,
      batchCancelledUnits: this.cancelledUnits,
      reason: 3,
      note: "",
    });
  }
}
