import { encodeFills } from "@carbonxchange/sdk";
import { describe, expect, test } from "vitest";
import { applyEvent, createMemoryStore } from "../src/projections/index.ts";
import type { ChainEvent, MemoryStore } from "../src/projections/index.ts";
import { QUOTE } from "./model/ledger.ts";
import { EXCHANGE, Story, TRADERS } from "./model/story.ts";

async function applyAll(events: readonly ChainEvent[]): Promise<MemoryStore> {
  const store = createMemoryStore();
  for (const event of events) await applyEvent(event, { store, exchange: EXCHANGE });
  return store;
}

const kinds = (store: MemoryStore) => store.rows("consistencyFaults").map(({ kind }) => kind);

describe("consistency faults", () => {
  test("a deposit whose post-state differs is recorded, and the derived balance is kept", async () => {
    const story = new Story();
    story.log.nextBlock();
    const [account] = TRADERS;
    story.log.emit("Exchange:Deposited", { account, asset: QUOTE, amount: 5n, freeAfter: 4n });
    const store = await applyAll(story.log.events);
    expect(store.rows("consistencyFaults")).toMatchObject([
      { kind: "FREE_BALANCE", expected: "4", actual: "500000005" },
    ]);
  });

  test("a recovery that leaves something or credits another sum is recorded, and the derived balances are kept", async () => {
    const story = new Story();
    story.log.nextBlock();
    const [lost, successor] = TRADERS;
    const amount = 499_999_999n;
    story.log.emit("Exchange:BalanceRecovered", { lost, successor, asset: QUOTE, amount, freeAfter: amount });
    const store = await applyAll(story.log.events);
    const faults = store.rows("consistencyFaults").map(({ kind, subject, expected, actual }) => ({
      [`${kind} ${subject}`]: `${actual} for ${expected}`,
    }));
    expect(Object.assign({}, ...faults)).toEqual({
      [`FREE_BALANCE ${lost.toLowerCase()}:${QUOTE}`]: "1 for 0",
      [`FREE_BALANCE ${successor.toLowerCase()}:${QUOTE}`]: "999999999 for 499999999",
    });
  });

  test("a take of orders that were never placed names each thing that does not fit", async () => {
    const story = new Story();
    story.log.nextBlock();
    const fill = {
      priceTicks: 100,
      sequence: 9,
      lots: 1n,
      remainingLots: 0n,
      outcome: "FILLED" as const,
      levelLots: 0n,
    };
    story.log.emit("Exchange:Taken", {
      marketId: 1,
      taker: TRADERS[1],
      orderId: 0n,
      side: 0,
      filledLots: 1,
      notional: 1_000_000n,
      takerFee: 1n,
      clientId: 0n,
      fills: encodeFills([fill]),
    });
    const store = await applyAll(story.log.events);
    expect(kinds(store).sort()).toEqual(["LEVEL_LOTS", "TAKER_FEE", "TAKE_TOTAL", "UNKNOWN_ORDER"]);
  });

  test("events about things unknown are recorded and stop nothing", async () => {
    const story = new Story();
    story.log.nextBlock();
    const [owner] = TRADERS;
    story.log.emit("Exchange:MarketFeesSet", { marketId: 9, makerFeePips: 1, takerFeePips: 2 });
    story.log.emit("Exchange:OrderCancelled", { orderId: 77n, owner, lots: 1, levelLots: 0, reason: 0 });
    story.log.emit("Exchange:IcebergShown", {
      icebergId: 79n,
      orderId: 77n,
      owner,
      lots: 1,
      hiddenLots: 1,
      levelLots: 1,
    });
    story.log.emit("Exchange:IcebergEnded", { icebergId: 79n, hiddenLots: 1 });
    story.log.emit("Exchange:DeferredCancelled", { orderId: 78n, owner, lots: 1, reason: 0 });
    story.log.emit("CarbonCredits:IssuanceRefused", { proposalId: 50n, verifier: owner, reason: "no" });
    story.log.emit("Certificates:Locked", { tokenId: 50n });
    story.log.emit("Exchange:MarketFeesSet", { marketId: 1, makerFeePips: 1, takerFeePips: 2 });
    const store = await applyAll(story.log.events);
    expect(kinds(store).sort()).toEqual([
      "UNKNOWN_CERTIFICATE",
      "UNKNOWN_MARKET",
      "UNKNOWN_MARKET",
      "UNKNOWN_ORDER",
      "UNKNOWN_ORDER",
      "UNKNOWN_ORDER",
      "UNKNOWN_PROPOSAL",
    ]);
    expect(store.rows("markets")).toMatchObject([{ makerFeePips: 1, takerFeePips: 2 }]);
  });
});
