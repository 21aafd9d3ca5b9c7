import { screen } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { BATCH_ID, CATALOGUE } from "../testing/catalogue.ts";
import { contractAt, fakeWorld } from "../testing/fake-world.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import MarketTable from "./MarketTable.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

const DTO = {
  id: 1,
  symbol: "VCS1340-2021/tUSD",
  phase: "AUCTION",
  phaseEndsAt: 1_700_000_300,
  baseAsset: 2,
  quoteAsset: 1,
  batchId: `${BATCH_ID}`,
  quoteToken: contractAt("quoteToken"),
  quoteSymbol: "tUSD",
  quoteDecimals: 6,
  lotUnits: "1000",
  tickSize: "10000",
  minLots: "1",
  makerFeePips: 500,
  takerFeePips: 1000,
  bestBidTicks: 1240,
  bestAskTicks: null,
  lastTicks: 1245,
  change24hTicks: -5,
  volume24hLots: "1200",
  project: {
    id: 1,
    nativeId: "VCS1340",
    name: "Forest",
    methodology: "VM0007",
    country: "KE",
    vintageStart: 1_609_459_200,
    vintageEnd: 1_640_908_800,
  },
};

test("lists what the API says of each market", async () => {
  at = await stage(fakeWorld(CATALOGUE, { "/markets": { items: [DTO], nextCursor: null } }), false);
  show(at, MarketTable, {});
  const link = await screen.findByTestId("market-link-1");
  expect(link.getAttribute("href")).toBe("/trade/1");
  const row = link.closest("tr")?.textContent ?? "";
  for (const text of ["12.40", "12.45", "\u22120.05", "1\u202f200", "Auction"]) expect(row).toContain(text);
});

test("reads the contracts when the API is away, and says what is missing", async () => {
  at = await stage(fakeWorld(CATALOGUE), false);
  show(at, MarketTable, {});
  const row = (await screen.findByTestId("market-link-1")).closest("tr")?.textContent ?? "";
  for (const text of ["VCS1340-2021/tUSD", "12.40", "12.50", "Open"]) expect(row).toContain(text);
  expect(screen.getByRole("status").textContent).toMatch(/need the API/);
});
