import { formatLots, formatPrice, formatQuote, formatTonnes, type PriceScale } from "@carbonxchange/sdk";

const THIN_SPACE = "\u202f";

/** Puts narrow spaces between thousands of a plain decimal text: "1234567.50" is "1 234 567.50". Digits stay as they are. */
export function group(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Units (kg) as tonnes; whole tonnes without decimals. */
export function tonnes(units: bigint): string {
  return group(formatTonnes(units).replace(/\.000$/, ""));
}

/** Lots as tonnes. */
export function lotTonnes(lots: bigint, market: { lotUnits: bigint }): string {
  return group(formatLots(lots, market).replace(/\.000$/, ""));
}

/** Base units of a quote token, exact, with two decimals or more. */
export function quote(baseUnits: bigint, decimals: number): string {
  return group(formatQuote(baseUnits, decimals));
}

/** A price in quote tokens per tonne. */
export function price(priceTicks: number | bigint, scale: PriceScale): string {
  return group(formatPrice(priceTicks, scale));
}

/** A signed change in ticks as a price difference: "+0.15". A minus sign, not a hyphen. */
export function priceChange(ticks: number, scale: PriceScale): string {
  const sign = ticks > 0 ? "+" : ticks < 0 ? "\u2212" : "";
  return `${sign}${price(Math.abs(ticks), scale)}`;
}

/** A change since an earlier price as per cent of that price: "−5.5 %"; "" where there was none to compare with. */
export function changePercent(changeTicks: number, lastTicks: number): string {
  const before = lastTicks - changeTicks;
  if (before <= 0) return "";
  const sign = changeTicks > 0 ? "+" : changeTicks < 0 ? "\u2212" : "";
  return `${sign}${((Math.abs(changeTicks) / before) * 100).toFixed(1)}${THIN_SPACE}%`;
}

/** Pips (millionths) as per cent: 1500 is "0.15 %". */
export function feePercent(pips: number): string {
  return `${(pips / 10_000).toFixed(4).replace(/\.?0+$/, "") || "0"}${THIN_SPACE}%`;
}

/** 0x1234…abcd */
export function shortHex(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}\u2026${hex.slice(-4)}`;
}
