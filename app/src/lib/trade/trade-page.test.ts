import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { CATALOGUE } from "../testing/catalogue.ts";
import { fakeWorld, Revert } from "../testing/fake-world.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import { typeInto } from "../testing/type-into.ts";
import TradePage from "./TradePage.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(connected = true) {
  vi.stubGlobal("requestAnimationFrame", (commit: (ms: number) => void) => setTimeout(() => commit(0), 0));
  at = await stage(fakeWorld({ ...CATALOGUE }), connected);
  show(at, TradePage, { marketId: 1 });
  await screen.findByRole("heading", { level: 1, name: "VCS1340-2021/tUSD" });
  await screen.findByRole("button", { name: "Ask 12.50, 4 tonnes" });
  return at;
}

test("with the API away the book comes from the contract, and the page says so", async () => {
  await open();
  expect(screen.getByTestId("feed-status").dataset["status"]).toBe("CHAIN");
  expect(screen.getByTestId("mid").textContent).toBe("12.45");
  expect((await screen.findByTestId("candles-problem")).textContent).toMatch(/need/);
});

test("without a wallet the button says why it is off", async () => {
  await open(false);
  expect(screen.getByTestId<HTMLButtonElement>("place-order").disabled).toBe(true);
  expect(screen.getByTestId("ticket-obstacle").textContent).toBe("Connect a wallet to place an order.");
});

test("a price of the ladder and a size make an order that can be placed", async () => {
  const { wallet, world } = await open();
  world.answers["place"] = () => ({ orderId: 1n, filledLots: 2, notional: 25_000_000n, takerFee: 25_000n });
  screen.getByRole("button", { name: "Ask 12.50, 4 tonnes" }).click();
  typeInto("size", "2");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("place-order").disabled).toBe(false));
  expect(screen.getByTestId("notional").textContent).toBe("25.00 tUSD");
  expect(screen.getByTestId("max-fee").textContent).toBe("0.025 tUSD");
  expect(screen.getByTestId("at-once").textContent).toBe("2 t, to 12.50");
  screen.getByTestId("place-order").click();
  await waitFor(() => expect(screen.getByTestId("ticket-done").textContent).not.toBe(""));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("a refusal of the contract is told before the wallet is asked", async () => {
  const { wallet, world } = await open();
  world.answers["place"] = () => {
    throw new Revert("Exchange_NotEligible", ["0x90F79bf6EB2c4f870365E785982E1f101E93b906"]);
  };
  typeInto("price", "12.40");
  typeInto("size", "1");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("place-order").disabled).toBe(false));
  screen.getByTestId("place-order").click();
  expect((await screen.findByTestId("ticket-problem")).textContent).not.toBe("");
  expect(wallet.asked).toEqual([]);
});

test("credits can be sent to the vault in one transaction", async () => {
  const { wallet, world } = await open();
  world.answers["safeTransferFrom"] = () => undefined;
  screen.getByTestId("vault-asset-credit").click();
  typeInto("vault-amount", "1.5");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("vault-submit").disabled).toBe(false));
  screen.getByTestId("vault-submit").click();
  await waitFor(() => expect(screen.getByTestId("vault-done").textContent).toBe("1.500 t are in the vault."));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("money can be deposited by approval, in two transactions", async () => {
  const { wallet, world } = await open();
  world.answers["approve"] = () => true;
  world.answers["deposit"] = () => undefined;
  const way = screen.getByTestId<HTMLSelectElement>("vault-way");
  way.value = "APPROVE";
  way.dispatchEvent(new Event("change", { bubbles: true }));
  typeInto("vault-amount", "10");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("vault-submit").disabled).toBe(false));
  screen.getByTestId("vault-submit").click();
  await waitFor(() => expect(screen.getByTestId("vault-done").textContent).toBe("10.00 tUSD are in the vault."));
  expect(wallet.asked).toEqual(["eth_sendTransaction", "eth_sendTransaction"]);
});

test("an auction is announced with its end, and takes limit orders only", async () => {
  const { world, services } = await open();
  expect(screen.queryByTestId("market-phase")).toBeNull();
  world.answers["marketPhase"] = () => [5, 1_700_000_300];
  services.clock.note(1_000_000n);
  expect((await screen.findByTestId("market-phase")).textContent).toBe("Auction");
  expect(screen.getByTestId("phase-sentence").textContent).toContain("2023-11-14 22:18 UTC");
  typeInto("price", "12.60");
  typeInto("size", "1");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("place-order").disabled).toBe(false));
  expect(screen.getByTestId("at-once").textContent).toBe("nothing before the auction ends");
});

test("an unknown market is said to be unknown", async () => {
  at = await stage(
    fakeWorld({
      market: () => {
        throw new Revert("Exchange_UnknownMarket", [9, 1]);
      },
    }),
  );
  show(at, TradePage, { marketId: 9 });
  expect((await screen.findByRole("alert")).textContent).toMatch(/9/);
});
