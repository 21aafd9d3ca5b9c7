import { encodeFills, exchangeAbi, packOrderId } from "@carbonxchange/sdk";
import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import TransactionToast from "../transactions/TransactionToast.svelte";
import TransactionTray from "../transactions/TransactionTray.svelte";
import { CATALOGUE } from "../testing/catalogue.ts";
import { ANN } from "../testing/fake-wallet.ts";
import { contractAt, fakeWorld } from "../testing/fake-world.ts";
import { logOf } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import { typeInto } from "../testing/type-into.ts";
import TradePage from "./TradePage.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

const events = exchangeAbi.filter((item) => item.type === "event");
const exchangeLog = (name: string, args: Record<string, unknown>) => logOf(events, name, args, contractAt("exchange"));
const bid = packOrderId({ marketId: 1, kind: "BID", priceTicks: 1240, sequence: 1 });
const waiting = packOrderId({ marketId: 1, kind: "DEFERRED", priceTicks: 0, sequence: 4 });
const view = (change: object) => ({
  owner: ANN,
  marketId: 1,
  side: 0,
  orderType: 0,
  priceTicks: 1240,
  lots: 3,
  expiry: 0,
  feePips: 500,
  live: true,
  ...change,
});
const placed = (orderId: bigint) =>
  exchangeLog("OrderPlaced", {
    orderId,
    owner: ANN,
    lots: 3,
    expiry: 0,
    makerFeePips: 500,
    levelLots: 8,
    clientId: 0n,
  });
const deferred = exchangeLog("OrderDeferred", {
  orderId: waiting,
  owner: ANN,
  side: 0,
  orderType: 0,
  priceTicks: 1250,
  lots: 1,
  minFillLots: 0,
  expiry: 0,
  takerFeePips: 1000,
  clientId: 0n,
  keeperFee: 0n,
});
const taken = exchangeLog("Taken", {
  marketId: 1,
  taker: ANN,
  orderId: 0n,
  side: 0,
  filledLots: 2,
  notional: 25_000_000n,
  takerFee: 25_000n,
  clientId: 0n,
  fills: encodeFills([
    { priceTicks: 1250, sequence: 1, lots: 2n, remainingLots: 0n, outcome: "FILLED", levelLots: 2n },
  ]),
});

async function open() {
  vi.stubGlobal("requestAnimationFrame", (commit: (ms: number) => void) => setTimeout(() => commit(0), 0));
  const live = new Map<bigint, object>([
    [bid, view({})],
    [waiting, view({ priceTicks: 1250, lots: 1, expiry: 1_600_000_000 })],
  ]);
  const world = fakeWorld({ ...CATALOGUE, order: (id: bigint) => live.get(id) ?? view({ live: false }) });
  world.logs = [placed(bid), deferred, taken];
  at = await stage(world);
  show(at, TradePage, { marketId: 1 });
  await waitFor(() => expect(screen.getAllByTestId("order-row")).toHaveLength(2));
  return { ...at, live };
}

test("own orders come from the contract, marked in the book, and can be cancelled", async () => {
  const { world, wallet, live } = await open();
  world.answers["cancel"] = () => 3;
  expect(await screen.findByRole("button", { name: /^Bid 12\.40, .*your order is here/ })).toBeTruthy();
  const rowOf = (id: bigint) =>
    screen.getAllByTestId("order-row").find(({ dataset }) => dataset["orderId"] === `${id}`);
  expect(rowOf(waiting)?.textContent).toContain("Expired, to be removed");
  const row = rowOf(bid);
  live.delete(bid);
  row?.querySelector("button")?.click();
  await waitFor(() => expect(wallet.asked).toEqual(["eth_sendTransaction"]));
  await waitFor(() => expect(screen.getAllByTestId("order-row")).toHaveLength(1));
});

test("all can be cancelled in one transaction", async () => {
  const { world, wallet, live } = await open();
  world.answers["cancelBatch"] = () => [3, 1];
  live.clear();
  screen.getByTestId("cancel-all").click();
  await waitFor(() => expect(wallet.asked).toEqual(["eth_sendTransaction"]));
  await waitFor(() => expect(screen.getByTestId("order-count").textContent).toBe("0"));
});

test("the tape is read from the events while the API is away", async () => {
  await open();
  await waitFor(() => expect(screen.getByTestId("tape").textContent).toMatch(/12\.50, bought/));
  expect(screen.getByTestId("header-last").textContent).toBe("12.50");
});

test("what became of an order is told from its receipt", async () => {
  const { world } = await open();
  world.answers["place"] = () => ({ orderId: bid, filledLots: 2, notional: 25_000_000n, takerFee: 25_000n });
  world.receipt.logs = [taken, placed(bid), deferred];
  typeInto("price", "12.50");
  typeInto("size", "5");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("place-order").disabled).toBe(false));
  screen.getByTestId("place-order").click();
  const told = "Traded 2 t for 25.00 tUSD, fee 0.025. 3 t wait in the book. 1 t wait for the keeper.";
  await waitFor(() => expect(screen.getByTestId("ticket-done").textContent).toBe(told));
});

test("arrow keys walk the prices over the spread", async () => {
  await open();
  const ask = await screen.findByRole("button", { name: /^Ask 12\.50/ });
  ask.focus();
  await fireEvent.keyDown(ask, { key: "ArrowDown" });
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Bid 12\.40/);
  await fireEvent.keyDown(document.activeElement ?? ask, { key: "Home" });
  expect(document.activeElement).toBe(ask);
});

test("the book can be paused and grouped", async () => {
  await open();
  screen.getByTestId("book-pause").click();
  await waitFor(() => expect(screen.getByTestId("book-pause").textContent).toBe("Resume"));
  await fireEvent.change(screen.getByTestId("book-grouping"), { target: { value: "100" } });
  screen.getByTestId("book-pause").click();
  expect(await screen.findByRole("button", { name: /^Ask 13\.00/ })).toBeTruthy();
});

test("a permit is signed and deposited in one transaction", async () => {
  const { world, wallet } = await open();
  const token = contractAt("quoteToken");
  world.answers["eip712Domain"] = () => ["0x0f", "Test US Dollar", "1", 31337n, token, `0x${"00".repeat(32)}`, []];
  world.answers["nonces"] = () => 0n;
  world.answers["depositWithPermit"] = () => undefined;
  typeInto("vault-amount", "10");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("vault-submit").disabled).toBe(false));
  screen.getByTestId("vault-submit").click();
  await waitFor(() => expect(screen.getByTestId("vault-done").textContent).toBe("10.00 tUSD are in the vault."));
  expect(wallet.asked).toEqual(["eth_signTypedData_v4", "eth_sendTransaction"]);
});

test("a withdrawal and the faucet are one transaction each", async () => {
  const { world, wallet } = await open();
  world.answers["withdraw"] = () => undefined;
  world.answers["mint"] = () => undefined;
  screen.getByTestId("vault-direction-withdraw").click();
  screen.getByTestId("vault-max").click();
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("vault-submit").disabled).toBe(false));
  screen.getByTestId("vault-submit").click();
  await waitFor(() => expect(screen.getByTestId("vault-done").textContent).toMatch(/in your wallet/));
  screen.getByTestId("faucet").click();
  await waitFor(() => expect(wallet.asked).toEqual(["eth_sendTransaction", "eth_sendTransaction"]));
});

test("the tray and the toast follow a transaction", async () => {
  const { world } = await open();
  if (!at) return;
  show(at, TransactionTray, {});
  show(at, TransactionToast, {});
  world.answers["cancelBatch"] = () => [3, 1];
  screen.getByTestId("cancel-all").click();
  await waitFor(() => expect(screen.getByTestId("toast").textContent).toMatch(/Cancel 2 orders/));
  screen.getByTestId("tray-button").click();
  await waitFor(() => expect(screen.getByTestId("tray-entry").dataset["phase"]).toBe("mined"));
  (await screen.findByRole("button", { name: "Dismiss Cancel 2 orders" })).click();
  await waitFor(() => expect(screen.queryByTestId("tray-entry")).toBeNull());
});
