import { packOrderId } from "@carbonxchange/sdk";
import { screen, waitFor } from "@testing-library/svelte";
import { zeroAddress, zeroHash } from "viem";
import { afterEach, expect, test } from "vitest";
import { CATALOGUE } from "../testing/catalogue.ts";
import { fakeWorld } from "../testing/fake-world.ts";
import { issuedLog, retiredLog } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import PortfolioPage from "./PortfolioPage.svelte";

/** A stop of 2 lots with its limit at 1,260 ticks, and what is left of an order for slices. */
const STOP = {
  owner: zeroAddress,
  side: 0,
  kind: 1,
  selfTrade: 0,
  lots: 2,
  limitTicks: 1_260,
  limitAboveTicks: 1_260,
  triggerAboveTicks: 1_255,
  triggerBelowTicks: 0,
  trailTicks: 0,
  expiry: 0,
  feePips: 2_500,
  keeperFeeTicks: 1,
  clientId: 0n,
};
const TWAP = {
  request: {
    marketId: 1,
    side: 1,
    kind: 0,
    lots: 30,
    limitTicks: 1_200,
    startAt: 1,
    interval: 60,
    slices: 10,
    toleranceBps: 0,
    participationBps: 0,
    weights: zeroHash,
    selfTrade: 0,
    clientId: 0n,
  },
  owner: zeroAddress,
  lotsLeft: 20,
  nextSlice: 2,
  openLots: 0,
  feePips: 2_500,
  keeperFee: 10_000n,
  slicesPaid: 2,
  live: true,
};

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(connected: boolean) {
  const world = fakeWorld(CATALOGUE);
  world.logs = [issuedLog(), retiredLog(7n)];
  at = await stage(world, connected);
  show(at, PortfolioPage, {});
}

test("without a wallet it asks for one", async () => {
  await open(false);
  expect(screen.getByTestId("portfolio-connect")).toBeTruthy();
});

test("shows wallet, vault and retirements, and offers to move", async () => {
  await open(true);
  expect((await screen.findByTestId("holding-wallet")).textContent).toBe("20");
  expect(screen.getByTestId("holding-vault").textContent).toBe("50");
  expect((await screen.findByTestId("my-retirements")).textContent).toMatch(/Certificate 7/);
  (await screen.findAllByRole("button", { name: /^Move/ }))[0]?.click(); // drawn for wide and for narrow screens
  expect(await screen.findByTestId("move-market")).toBeTruthy();
  expect((await screen.findByTestId("vault-wallet")).textContent).toMatch(/\d/);
});

test("shows orders that wait for a price or a time with what they hold, and cancels them", async () => {
  const [stop, twap] = (["CONDITIONAL", "PARENT"] as const).map((kind) =>
    packOrderId({ marketId: 1, kind, priceTicks: 0, sequence: 1 }),
  );
  const world = fakeWorld(
    { ...CATALOGUE, conditional: () => STOP, parent: () => TWAP },
    {
      "/conditional-orders": { items: [{ id: String(stop) }], nextCursor: null },
      "/sliced-orders": { items: [{ id: String(twap) }], nextCursor: null },
    },
  );
  at = await stage(world);
  show(at, PortfolioPage, {});
  const rows = await screen.findAllByTestId("waiting-row");
  expect(rows.map((row) => row.querySelector("th")?.textContent.replaceAll(/\s+/g, " ").trim())).toEqual([
    expect.stringContaining("Sell TWAP"),
    expect.stringContaining("Buy Stop limit"),
  ]);
  // 2 t x 12.60 and 0.25 % of it, one tick prepaid
  const held = screen.getAllByTestId("waiting-holds").map(({ textContent }) => textContent);
  expect(held).toEqual(["20 t and 0.08 tUSD", "25.273 tUSD"]);
  world.answers["cancelParent"] = () => 20;
  rows[0]?.querySelector("button")?.click();
  await waitFor(() => expect(at?.wallet.asked).toEqual(["eth_sendTransaction"]));
});
