import { exchangeAbi, unpackOrderId } from "@carbonxchange/sdk";
import type { Side } from "@carbonxchange/sdk";
import fc from "fast-check";
import type { Address, ContractFunctionArgs, ContractFunctionName, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEY_COLUMNS, applyEvent, createMemoryStore } from "../../../indexer/src/projections/index.ts";
import type { MemoryStore, TableName } from "../../../indexer/src/projections/index.ts";
import {
  ADMIN,
  BASE,
  BATCH,
  MARKET,
  QUOTE,
  createExchangeRig,
  fund,
  openMarket,
} from "../../differential/exchange-rig.ts";
import { dayStep } from "./day-steps.ts";
import { addressOf, beginDay, playStep } from "./play-day.ts";
import type { Day } from "./play-day.ts";

/** Fixed, so that a failure can be repeated; DAY_SEED and DAY_STEPS look elsewhere and longer. */
const SEARCH = {
  seed: Number(process.env["DAY_SEED"] ?? 1),
  numRuns: Number(process.env["DAY_STEPS"] ?? 3_000),
};
const ACCOUNTS = [ADMIN, 1, 2, 3, 4];
const STEPS = [
  ...["place", "placeBy", "placeSigned", "placeEach", "placeBatch", "replace", "replaceEach", "amend", "cancel"],
  ...["conditional", "cancelConditional", "fireStops", "trail", "pruneConditionals"],
  ...["parent", "cancelParent", "executeSlice", "crank", "prune", "uncross", "halt", "open", "reopen", "checkAndHalt"],
  ...["rules", "fees", "tiers", "oracle", "freeze", "deadMan", "operator", "withdraw", "collectFees"],
];
const TABLES = Object.keys(KEY_COLUMNS) as TableName[];

/** Names one log, wherever it is told of. */
const logOf = ({ meta: { block, logIndex } }: { meta: { block: bigint; logIndex: number } }) => `${block}:${logIndex}`;
const kindOf = (id: bigint) => unpackOrderId(id).kind;

/** A day of random trading, with everything that an account, a keeper or an operator can do, and the tables that followed it. */
describe("the tables after a day on the contracts", () => {
  let day: Day;
  const happened = new Map<string, number>();

  type View = ContractFunctionName<typeof exchangeAbi, "view">;
  const ask = <name extends View>(functionName: name, args: ContractFunctionArgs<typeof exchangeAbi, "view", name>) =>
    day.rig.chain.publicClient.readContract({
      address: day.rig.deployment.contracts.exchange.address,
      abi: exchangeAbi,
      functionName,
      args,
    } as never) as Promise<never>;

  beforeAll(async () => {
    const rig = await createExchangeRig();
    await openMarket(rig);
    for (const account of [1, 2, 3, 4]) await fund(rig, account, 60_000_000_000n, 2_000_000n);
    day = await beginDay(rig);
    for (const step of fc.sample(dayStep, SEARCH)) {
      const accepted = await playStep(day, step);
      if (accepted) happened.set(step.act, (happened.get(step.act) ?? 0) + 1);
    }
  });
  afterAll(() => day.rig.chain.close());

  it("was lively: every kind of step was accepted, and what is hard to follow happened", () => {
    const refused = STEPS.filter((act) => !happened.has(act));
    expect(refused).toEqual([]);
    const rows = day.store.rows.bind(day.store);
    const auctionRecords = new Set(day.events.filter(({ key }) => key === "Exchange:AuctionFilled").map(logOf));
    const fired = day.events.flatMap(({ key, args }) => (key === "Exchange:ConditionalFired" ? [args] : []));
    const seen = {
      rebates: rows("trades").filter(({ makerFee }) => makerFee < 0n).length,
      auctionTrades: rows("trades").filter(({ auction }) => auction).length,
      auctionSelfTrades: rows("fills").filter(
        (fill) => fill.outcome === "REMOVED_SELF_TRADE" && auctionRecords.has(logOf({ meta: fill })),
      ).length,
      tradesOfSlices: rows("trades").filter(({ takerOrderId: id }) => id !== null && kindOf(id) === "PARENT").length,
      keepersPaid: rows("parentSlices").filter(({ keeperFee }) => keeperFee > 0n).length,
      fired: fired.length,
      moved: day.events.filter(({ key }) => key === "Exchange:TriggerMoved").length,
      icebergs: rows("icebergs").length,
      counted: rows("volumes").length,
      refusedItems: rows("refusedItems").length,
      nonces: rows("usedNonces").length,
      indexBreaches: rows("indexBreaches").length,
      breakerTrips: rows("breakerTrips").length,
    };
    expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
  });

  it("found nothing that does not fit", () => {
    expect(day.store.rows("consistencyFaults")).toEqual([]);
  });

  it("have the free balances of the vault", async () => {
    for (const account of ACCOUNTS) {
      for (const asset of [BASE, QUOTE]) {
        const row = await day.store.find("vaultBalances", { account: addressOf(day, account), asset });
        const free: bigint = await ask("balanceOf", [addressOf(day, account), asset]);
        expect([account, asset, row?.free ?? 0n]).toEqual([account, asset, free]);
      }
    }
  });

  it("account for every unit and base unit that the exchange holds", async () => {
    const { contracts, deployment, chain } = day.rig;
    const exchange = deployment.contracts.exchange.address;
    const held = (asset: number) =>
      day.store
        .rows("vaultBalances")
        .filter((row) => row.asset === asset)
        .reduce((sum, row) => sum + row.free + row.escrowed, 0n);
    const read = (address: Address, abi: readonly unknown[], args: readonly unknown[]) =>
      chain.publicClient.readContract({ address, abi, functionName: "balanceOf", args }) as Promise<bigint>;
    const [fees] = day.store.rows("feeBalances");
    const unpaid = (fees?.collected ?? 0n) - (fees?.paidOut ?? 0n);
    expect(held(QUOTE) + unpaid).toBe(await read(contracts.quote.address, contracts.quote.abi, [exchange]));
    expect(unpaid).toBe(await ask("collectedFees", [MARKET]));
    expect(held(BASE)).toBe(await read(contracts.credits.address, contracts.credits.abi, [exchange, BATCH]));
  });

  it("have the levels and orders of the book and of the queue", async () => {
    for (const [index, side] of (["BID", "ASK"] satisfies Side[]).entries()) {
      const levels: { priceTicks: number; lots: number }[] = await ask("depth", [MARKET, index, 0, 1_000]);
      const rows = day.store.rows("levels").filter((level) => level.side === side && level.lots > 0n);
      expect(new Map(rows.map(({ priceTicks, lots }) => [priceTicks, lots]))).toEqual(
        new Map(levels.map(({ priceTicks, lots }) => [priceTicks, BigInt(lots)])),
      );
    }
    for (const { id, status, owner, remainingLots, feePips } of day.store.rows("orders")) {
      const stored: { live: boolean; owner: Hex; lots: number; feePips: number } = await ask("order", [id]);
      const isLive = status === "OPEN" || status === "DEFERRED";
      expect([id, stored.live]).toEqual([id, isLive]);
      if (!isLive) continue;
      expect([stored.owner.toLowerCase(), BigInt(stored.lots), stored.feePips]).toEqual([
        owner,
        remainingLots,
        feePips,
      ]);
    }
  });

  it("have the conditional orders with their triggers, and the orders for slices with what is left of them", async () => {
    for (const row of day.store.rows("conditionals")) {
      const stored: { lots: number; triggerAboveTicks: number; triggerBelowTicks: number } = await ask("conditional", [
        row.id,
      ]);
      const lots = row.status === "WAITING" ? row.lots : 0n;
      expect([row.id, BigInt(stored.lots)]).toEqual([row.id, lots]);
      if (lots === 0n) continue;
      const triggers = [stored.triggerAboveTicks || null, stored.triggerBelowTicks || null];
      expect([row.triggerAboveTicks, row.triggerBelowTicks]).toEqual(triggers);
    }
    for (const row of day.store.rows("parents")) {
      const stored: { live: boolean; lotsLeft: number; nextSlice: number; openLots: number } = await ask("parent", [
        row.id,
      ]);
      expect([row.id, stored.live]).toEqual([row.id, row.status === "WORKING"]);
      if (!stored.live) continue;
      const left = [BigInt(stored.lotsLeft), stored.nextSlice, BigInt(stored.openLots)];
      expect([row.remainingLots, row.nextSlice, row.openLots]).toEqual(left);
    }
  });

  it("have the market's phase, rules, last price and tiers, and the accounts' settings", async () => {
    const [market] = day.store.rows("markets");
    const [phase, endsAt]: [number, number] = await ask("marketPhase", [MARKET]);
    const names = ["NONE", "CONTINUOUS", "HALTED", "DELISTED", "OPENING", "AUCTION", "UNCROSSING", "CLOSED"];
    expect([market?.phase, Number(market?.phaseEndsAt ?? 0n)]).toEqual([names[phase], endsAt]);
    const tape: { lastTicks: number } = await ask("tape", [MARKET]);
    expect(market?.lastTicks).toBe(tape.lastTicks);
    const [rules] = day.store.rows("marketRules");
    const onChain: { staticTicks: number; dynamicBandBps: number } = await ask("marketRules", [MARKET]);
    expect([rules?.staticTicks, rules?.dynamicBandBps]).toEqual([onChain.staticTicks, onChain.dynamicBandBps]);
    const tiers: { fromKilograms: number }[] = await ask("feeTiers", [MARKET]);
    const rows = day.store.rows("feeTiers").filter(({ fromKilograms }) => fromKilograms > 0n);
    expect(rows.map(({ fromKilograms }) => Number(fromKilograms))).toEqual(
      tiers.map(({ fromKilograms }) => fromKilograms),
    );
    for (const { account, kilograms, lastKilograms } of day.store.rows("volumes")) {
      const [, , counted]: [number, number, number] = await ask("feesOf", [account, MARKET]);
      expect(kilograms > lastKilograms ? kilograms : lastKilograms).toBe(BigInt(counted));
    }
    for (const { account, operator, until } of day.store.rows("operators")) {
      expect(await ask("operatorUntil", [account, operator])).toBe(Number(until));
    }
    for (const { account, until } of day.store.rows("deadMen")) {
      expect(await ask("deadMan", [account])).toBe(Number(until));
    }
  });

  it("are the same however the events are cut into chunks, and when chunks come again", async () => {
    const exchange = day.rig.deployment.contracts.exchange.address.toLowerCase() as Hex;
    const dump = (store: MemoryStore) => Object.fromEntries(TABLES.map((table) => [table, store.rows(table)]));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 8 }), async (cuts) => {
        const store = createMemoryStore();
        let at = 0;
        for (const size of [...cuts, day.events.length]) {
          for (const event of day.events.slice(Math.max(0, at - size), at + size)) {
            await applyEvent(event, { store, exchange });
          }
          at = Math.min(day.events.length, at + size);
        }
        expect(dump(store)).toEqual(dump(day.store));
      }),
      { numRuns: 5 },
    );
  });
});
