import { render, screen } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { EMPTY_BOOK } from "../market/depth-book.ts";
import { aMarket } from "../testing/market.ts";
import { priceTick, tonnesTick } from "./axis-text.ts";
import { candlePoints, describeCandles } from "./candle-data.ts";
import ChartTable from "./ChartTable.svelte";
import { depthCurves, depthFrame, describeDepth } from "./depth-data.ts";

const candle = (start: number, closeTicks: number) => ({
  start,
  openTicks: 1200,
  highTicks: 1300,
  lowTicks: 1100,
  closeTicks,
  volumeLots: "3",
  trades: 2,
});
const book = {
  ...EMPTY_BOOK,
  bids: new Map([
    [1240, 5n],
    [1230, 2n],
  ]),
  asks: new Map([
    [1260, 1n],
    [1250, 4n],
  ]),
};

test("candles are drawn oldest first with prices and tonnes", () => {
  const points = candlePoints([candle(120, 1250), candle(60, 1200)], aMarket());
  expect(points.map(({ x, c, volume }) => [x, c, volume])).toEqual([
    [60_000, 12, 3],
    [120_000, 12.5, 3],
  ]);
});

test("only the newest candles are drawn", () => {
  const many = Array.from({ length: 500 }, (_, index) => candle(index, 1200));
  expect(candlePoints(many, aMarket())).toHaveLength(400);
});

test("charts have a text that says what they show", () => {
  expect(describeCandles([candle(60, 1250)], aMarket(), "1h")).toBe(
    "Price chart, 1 candles of 1h: opened at 12.00, last 12.50, highest 13.00, lowest 11.00.",
  );
  expect(describeCandles([], aMarket(), "1h")).toBe("Price chart without trades.");
  expect(describeDepth(depthCurves(book, aMarket()))).toBe(
    "Depth chart: 7 tonnes bid from 12.4 down to 12.3; 5 tonnes offered from 12.5 up to 12.6.",
  );
  expect(describeDepth(depthCurves(EMPTY_BOOK, aMarket()))).toBe("Depth chart: no bids; no offers.");
});

test("depth runs on to the edges, around the best prices", () => {
  const frame = depthFrame(depthCurves(book, aMarket()));
  expect([frame.bids[0], frame.asks.at(-1)]).toEqual([
    { x: frame.min, y: 7 },
    { x: frame.max, y: 5 },
  ]);
  expect(((frame.min ?? 0) + (frame.max ?? 0)) / 2).toBeCloseTo(12.45);
  expect(depthFrame(depthCurves(EMPTY_BOOK, aMarket()))).toEqual({
    bids: [],
    asks: [],
    min: undefined,
    max: undefined,
  });
});

test("axes say prices with two decimals or more, and tonnes in groups", () => {
  expect([priceTick(8.5), priceTick(8), priceTick(0.125)]).toEqual(["8.50", "8.00", "0.125"]);
  expect(tonnesTick(5_000)).toBe("5\u202f000");
});

test("and a table with their numbers", async () => {
  const curves = depthCurves(book, aMarket());
  const { rerender } = render(ChartTable, { view: "CANDLES", candles: [candle(60, 1250)], curves, market: aMarket() });
  expect(screen.getByTestId("chart-table").textContent).toMatch(/12\.50/);
  await rerender({ view: "DEPTH", candles: [], curves, market: aMarket() });
  expect(screen.getAllByRole("row")).toHaveLength(5);
});
