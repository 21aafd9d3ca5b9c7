import { buildPlaceRequest } from "@carbonxchange/sdk";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createServices, type Services } from "../services.ts";
import { fakeWallet, TX_HASH, type FakeWallet } from "../testing/fake-wallet.ts";
import { fakeWorld, Revert, SETTINGS, type FakeWorld } from "../testing/fake-world.ts";

let world: FakeWorld;
let wallet: FakeWallet;
let services: Services;
let stop: () => void;

const order = buildPlaceRequest(SETTINGS.deployment, {
  marketId: 1,
  side: "BID",
  orderType: "LIMIT_GTC",
  priceTicks: 1250,
  lots: 3n,
});
const placed = { orderId: 1n, filledLots: 0, notional: 0n, takerFee: 0n };

beforeEach(async () => {
  localStorage.clear();
  world = fakeWorld({ place: () => placed });
  vi.stubGlobal("fetch", world.fetch);
  wallet = fakeWallet(world);
  services = createServices(SETTINGS);
  stop = services.wallet.start();
  const [connector] = services.wallet.choices;
  if (!connector) throw new Error("the wallet was not found");
  expect(await services.wallet.connect(connector)).toBe(true);
  wallet.asked.length = 0;
});

afterEach(() => {
  stop();
  wallet.withdraw();
  vi.unstubAllGlobals();
});

test("a call that would revert never reaches the wallet, and its error is a sentence with its numbers", async () => {
  world.answers["place"] = () => {
    throw new Revert("Exchange_InsufficientBalance", [1, 5n, 9n]);
  };
  const outcome = await services.transactions.send("Buy", order);
  expect(outcome.ok).toBe(false);
  expect(wallet.asked).toEqual([]);
  const [entry] = services.transactions.entries;
  expect(entry).toMatchObject({ phase: "failed", hash: null });
  expect(entry?.problem).toMatch(/5/);
  expect(entry?.problem).toMatch(/9/);
});

test("a good call is simulated, sent and mined, and a reload still knows it", async () => {
  const outcome = await services.transactions.send("Buy", order);
  expect(outcome.ok).toBe(true);
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
  const methods = world.asked.map(({ method }) => method);
  expect(methods).toContain("eth_call");
  expect(services.transactions.entries[0]).toMatchObject({ phase: "mined", hash: TX_HASH, block: "100" });
  expect(createServices(SETTINGS).transactions.entries[0]).toMatchObject({ label: "Buy", phase: "mined" });
});

test("the user's refusal is told as one", async () => {
  wallet.refuse = true;
  const outcome = await services.transactions.send("Buy", order);
  expect(outcome).toEqual({ ok: false, problem: "You refused the request in the wallet. Nothing was sent." });
});

test("a transaction that reverts on chain is failed, not mined", async () => {
  world.receipt.status = "0x0";
  const outcome = await services.transactions.send("Buy", order);
  expect(outcome.ok).toBe(false);
  expect(services.transactions.entries[0]).toMatchObject({ phase: "failed", hash: TX_HASH });
  expect(services.transactions.entries[0]?.problem).toMatch(/mined in block 100 but the contract refused it/);
});

test("a transaction on its way when the page was left is followed after a reload", async () => {
  await services.transactions.send("Buy", order);
  const key = `carbonxchange.transactions.${SETTINGS.deployment.genesisHash.slice(2, 14)}`;
  const [entry] = JSON.parse(localStorage.getItem(key) ?? "[]") as Record<string, unknown>[];
  localStorage.setItem(key, JSON.stringify([{ ...entry, phase: "sent", block: null }]));
  const { transactions } = createServices(SETTINGS);
  expect(transactions.openCount).toBe(1);
  transactions.resume();
  const mined = () => expect(transactions.entries[0]).toMatchObject({ phase: "mined", block: "100" });
  await vi.waitFor(mined, { timeout: 10_000 });
});

test("entries can be dismissed one by one or once they are settled", async () => {
  await services.transactions.send("Buy", order);
  await services.transactions.send("Sell", order);
  const [newest] = services.transactions.entries;
  services.transactions.dismiss(newest?.id ?? "");
  expect(services.transactions.entries.map(({ label }) => label)).toEqual(["Buy"]);
  services.transactions.clearSettled();
  expect(services.transactions.entries).toEqual([]);
});

test("without a wallet nothing is asked of anybody", async () => {
  await services.wallet.disconnect();
  world.asked.length = 0;
  expect(await services.transactions.send("Buy", order)).toEqual({ ok: false, problem: "Connect a wallet first." });
  expect(world.asked).toEqual([]);
});
