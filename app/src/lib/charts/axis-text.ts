import { group } from "../format/numbers.ts";
import type { ChartColours } from "./chart-theme.ts";

/** Times on an axis as the rest of the page writes them: 24 hours, day before month. */
export const TIME_FORMATS = { minute: "HH:mm", hour: "HH:mm", day: "d MMM", week: "d MMM", month: "MMM yyyy" };

/** The words on an axis in the page's own type. */
export function axisText({ muted, font }: ChartColours) {
  return { color: muted, font: { family: font, size: 11 } };
}

/** A price on an axis, with two decimals or as many as it needs. */
export function priceTick(value: number | string): string {
  const price = Number(Number(value).toFixed(6));
  const needed = `${price}`.split(".")[1]?.length ?? 0;
  return group(price.toFixed(Math.max(2, needed)));
}

/** Tonnes on an axis. */
export function tonnesTick(value: number | string): string {
  return group(`${value}`);
}
