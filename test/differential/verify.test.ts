import { exchangeAbi, unpackOrderId } from "@carbonxchange/sdk";
import { verifyJson, verifyReport } from "@carbonxchange/sdk/node";
import type { Verification } from "@carbonxchange/sdk/node";
import fc from "fast-check";
import { parseEventLogs } from "viem";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayStep } from "../integration/day/day-steps.ts";
import { addressOf, beginDay, playStep } from "../integration/day/play-day.ts";
import { ALICE, BOB, CAROL, liveBusyDay } from "./busy-day.ts";
import type { BusyDay } from "./busy-day.ts";
import { verifyRig } from "./claims-rig.ts";
import { BASE, BATCH, BLOCK, MARKET, NAMESPACE, QUOTE, createExchangeRig, fund, openMarket } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import { expectNamed, tamper } from "./forgery.ts";
import type { Forgery } from "./forgery.ts";
import * as slots from "./storage-slots.ts";

/** Accounts that trade. */
const TRADERS = [1, 2, 3, 4];
/** An account that the gate does not know. */
const STRANGER = 7;
const VERIFIER_ROLE = 3n;
const QUOTE_UNITS = 30_000_000_000n;
const KILOGRAMS = 400_000n;
const BLOCKS_PER_CALL = 40n;
const DAYS = { seed: 20_261_127, numRuns: 15 };

let rig: ExchangeRig;
let before: () => Promise<void>;
let day: BusyDay;

beforeAll(async () => {
  rig = await createExchangeRig();
  await openMarket(rig);
  for (const trader of TRADERS) await fund(rig, trader, QUOTE_UNITS, KILOGRAMS);
  before = await rig.chain.snapshot();
  day = await liveBusyDay(rig, STRANGER);
});
afterAll(() => rig.chain.close());

const verify = (): Promise<Verification> => verifyRig(rig, BLOCKS_PER_CALL);

const contract = (name: keyof ExchangeRig["deployment"]["contracts"]) => rig.deployment.contracts[name].address;

const at = (id: bigint) => BigInt(unpackOrderId(id).sequence);
const who = (account: number): Hex => addressOf({ rig }, account);

const FORGERIES: Record<string, Forgery> = {
  "a holder's credits": {
    contract: "carbonCredits",
    slot: () => slots.creditBalanceSlot(who(ALICE), BATCH),
    bits: 1n,
    figure: /^carbonCredits\.balanceOf\(0x70997970c51812dc3a010c7d01b50e0d17dc79c8, /,
  },
  "what the exchange holds of a batch": {
    contract: "carbonCredits",
    slot: () => slots.creditBalanceSlot(contract("exchange"), BATCH),
    bits: 1n << 4n,
    figure: /^carbonCredits\.balanceOf/,
  },
  "a batch's retired units": {
    contract: "carbonCredits",
    slot: () => slots.batchSlot(BATCH),
    bits: 1n << 104n,
    figure: /^carbonCredits\.batch\(\d+\)\.retiredUnits$/,
  },
  "a batch's cancelled units": {
    contract: "carbonCredits",
    slot: () => slots.batchSlot(BATCH),
    bits: 1n << 168n,
    figure: /^carbonCredits\.batch\(\d+\)\.cancelledUnits$/,
  },
  "a batch's last serial": {
    contract: "carbonCredits",
    slot: () => slots.proposalSlot(1n),
    bits: 1n << 104n,
    figure: /^carbonCredits\.batch\(\d+\)\.blockEnd$/,
  },
  "a proposal's status": {
    contract: "carbonCredits",
    slot: () => slots.proposalSlot(1n),
    bits: 1n << 224n,
    figure: /^carbonCredits\.proposal\(1\)\.status$/,
  },
  "a serial block in the interval set": {
    contract: "carbonCredits",
    slot: () => slots.serialEndSlot(NAMESPACE, BLOCK.start),
    bits: 1n,
    figure: /^carbonCredits\.serialsTaken\(.*\)\.takenEnd$/,
  },
  "a retirement's units": {
    contract: "carbonCredits",
    slot: () => slots.retirementSlot(1n, 0n),
    bits: 1n << 160n,
    figure: /^carbonCredits\.retirement\(1\)\.units$/,
  },
  "a retirement's first unit": {
    contract: "carbonCredits",
    slot: () => slots.retirementSlot(2n, 1n),
    bits: 1n << 160n,
    figure: /^carbonCredits\.retirement\(2\)\.firstUnit$/,
  },
  "a retirement's purpose": {
    contract: "carbonCredits",
    slot: () => slots.retirementSlot(2n, 1n),
    bits: 1n << 225n,
    figure: /^carbonCredits\.retirement\(2\)\.details\.purpose$/,
  },
  "a certificate's owner": {
    // it belongs to whom the registry names
    contract: "carbonCredits",
    slot: () => slots.retirementSlot(1n, 1n),
    bits: 1n,
    figure: /^retirementCertificate\.ownerOf\(1\)$/,
  },
  "a vault balance of credits": {
    contract: "exchange",
    slot: () => slots.vaultSlot(who(BOB), BASE),
    bits: 1n,
    figure: /^exchange\.balanceOf\(0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc, 1\)$/,
  },
  "a vault balance of money": {
    contract: "exchange",
    slot: () => slots.vaultSlot(who(CAROL), QUOTE),
    bits: 1n << 20n,
    figure: /^exchange\.balanceOf\(0x90f79bf6eb2c4f870365e785982e1f101e93b906, 2\)$/,
  },
  "an order's lots": {
    contract: "exchange",
    slot: () => slots.orderSlot(MARKET, true, 1210n, at(day.restingOrderId)),
    bits: 1n << 160n,
    figure: /^exchange\.order\(\d+\)\.lots$/,
  },
  "an order's owner": {
    contract: "exchange",
    slot: () => slots.orderSlot(MARKET, true, 1210n, at(day.restingOrderId)),
    bits: 1n,
    figure: /^exchange\.order\(\d+\)\.owner$/,
  },
  "an order's fee": {
    contract: "exchange",
    slot: () => slots.orderSlot(MARKET, true, 1210n, at(day.restingOrderId)),
    bits: 1n << 232n,
    figure: /^exchange\.order\(\d+\)\.feePips$/,
  },
  "a dead order's life": {
    contract: "exchange",
    slot: () => slots.levelSlot(MARKET, true, 1210n),
    bits: 1n,
    figure: /^exchange\.order\(\d+\)\.live$/,
  },
  "a level's total": {
    contract: "exchange",
    slot: () => slots.levelSlot(MARKET, true, 1210n),
    bits: 1n << 192n,
    figure: /^exchange\.depth\(.*\)\.\d+\.lots$/,
  },
  "a deferred order's lots": {
    contract: "exchange",
    slot: () => slots.deferredSlot(MARKET, at(day.deferredId)),
    bits: 1n << 160n,
    figure: /^exchange\.order\(\d+\)\.lots$/,
  },
  "a conditional order's lots": {
    contract: "exchange",
    slot: () => slots.conditionalSlot(MARKET, 4n),
    bits: 1n << 160n,
    figure: /^exchange\.conditional\(\d+\)\.lots$/,
  },
  "the lots of an order worked off in slices": {
    contract: "exchange",
    slot: () => slots.parentSlot(MARKET, 1n),
    bits: 1n << 160n,
    figure: /^exchange\.parent\(\d+\)\.lotsLeft$/,
  },
  "collected fees": {
    contract: "exchange",
    slot: () => slots.tapeSlot(MARKET),
    bits: 1n,
    figure: /^exchange\.collectedFees\(1\)$/,
  },
  "an account's standing": {
    contract: "complianceGate",
    slot: () => slots.eligibilitySlot(who(ALICE)),
    bits: 1n << 1n,
    figure: /^complianceGate\.eligibility\(.*\)\.tier$/,
  },
  "a role's member": {
    contract: "accessManager",
    slot: () => slots.roleMemberSlot(VERIFIER_ROLE, who(5)),
    bits: 1n,
    figure: /^accessManager\.getAccess\(3, .*\)\.since$/,
  },
};

describe("the verifier after a day on which everything happens", () => {
  it("finds nothing to explain", async () => {
    const { differences, unread, figures } = await verify();
    expect(differences).toEqual([]);
    expect([...unread]).toEqual([]);
    expect(figures).toBeGreaterThan(350);
  });

  it("really had such a day to look at", async () => {
    const logs = await rig.chain.publicClient.getLogs({ address: contract("exchange"), fromBlock: 0n });
    const happened = new Set(parseEventLogs({ abi: exchangeAbi, logs }).map(({ eventName }) => eventName));
    const wanted = [
      ["AuctionFilled", "ConditionalCancelled", "ConditionalFired", "ConditionalPlaced", "DeferredCancelled"],
      ["DeferredProgressed", "FeeTiersSet", "FeesCollected", "IcebergEnded", "IcebergShown", "OrderAmended"],
      ["OrderCancelled", "OrderDeferred", "OrderPlaced", "ParentEnded", "ParentPlaced", "SliceExecuted", "Taken"],
      ["BalanceRecovered", "Deposited", "Withdrawn", "TriggerMoved"],
    ].flat();
    expect(wanted.filter((name) => !happened.has(name as never))).toEqual([]);
  });

  it("prints where every kilogram of a batch is, and gives the same to programs", async () => {
    const verification = await verify();
    const text = verifyReport(verification).join("\n");
    expect(text).toMatch(/^1-1 +10000000 +\d+ +\d+ +15750 +1000 +0 +3000$/m);
    expect(text).toContain("everything agrees");
    const parsed = JSON.parse(verifyJson(verification)) as {
      batches: Record<string, string>[];
      differences: unknown[];
    };
    const [batch] = parsed.batches;
    const parts = ["circulating", "escrowed", "retired", "cancelled", "buffer", "exported"];
    expect(parts.reduce((sum, part) => sum + BigInt(batch?.[part] ?? 0), 0n)).toBe(10_000_000n);
    expect(parsed.differences).toEqual([]);
  });

  it.each(Object.entries(FORGERIES))("names %s when it was altered", async (_, forgery) => {
    const restore = await rig.chain.snapshot();
    await tamper(rig, contract(forgery.contract), forgery.slot(), forgery.bits);
    const { differences } = await verify();
    await restore();
    expectNamed(differences, forgery.figure);
  });

  it("agrees again when the forgery is undone", async () => {
    expect((await verify()).differences).toEqual([]);
  });

  it("names the transaction from which on a figure was wrong", async () => {
    const restore = await rig.chain.snapshot();
    const slot = slots.creditBalanceSlot(who(ALICE), BATCH);
    await tamper(rig, contract("carbonCredits"), slot, 1n << 3n);
    const transfer = [who(ALICE), who(BOB), BATCH, 100n, "0x"];
    const first = await rig.chain.send(ALICE, rig.contracts.credits, "safeTransferFrom", transfer);
    await rig.chain.send(ALICE, rig.contracts.credits, "safeTransferFrom", transfer);
    const { differences } = await verify();
    await restore();
    const [balance] = differences.filter(({ figure }) => figure.startsWith(`carbonCredits.balanceOf(${who(ALICE)}`));
    expect(balance?.explanation).toBe(`wrong since transaction ${first.transactionHash} in block ${first.blockNumber}`);
  });
});

describe("the verifier after any day", () => {
  it("finds nothing to explain", async () => {
    const days = fc.array(dayStep, { minLength: 40, maxLength: 80, size: "max" });
    const property = fc.asyncProperty(days, async (steps) => {
      await before();
      before = await rig.chain.snapshot();
      const any = await beginDay(rig);
      for (const step of steps) await playStep(any, step);
      const { differences } = await verify();
      expect(differences).toEqual([]);
    });
    await fc.assert(property, DAYS);
  });
});
