import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { aMarket } from "../testing/market.ts";
import LadderRow from "./LadderRow.svelte";

const row = { priceTicks: 1250, lots: 40n, totalLots: 55n, depthPct: 60, own: true };

test("a row says its price, size and own order to a screen reader, and gives its price when pressed", () => {
  const table = document.body.appendChild(document.createElement("table")).createTBody();
  const ontake = vi.fn();
  render(LadderRow, {
    target: table,
    props: { row, side: "ASK", market: aMarket(), tabStop: true, onfocus: () => {}, ontake },
  });
  const price = screen.getByRole("button", { name: "Ask 12.50, 40 tonnes, your order is here" });
  expect(price.getAttribute("tabindex")).toBe("0");
  price.click();
  expect(ontake).toHaveBeenCalledExactlyOnceWith(1250, "ASK");
});
