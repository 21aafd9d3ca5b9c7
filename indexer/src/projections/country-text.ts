import type { Hex } from "viem";

/** Two ASCII letters as text, null for none. Bytes that are no letters stay hex: one odd value must not stop the indexer. */
export function countryText(bytes: Hex): string | null {
  if (/^0x0*$/.test(bytes)) return null;
  const codes = [bytes.slice(2, 4), bytes.slice(4, 6)].map((pair) => parseInt(pair, 16));
  const text = String.fromCharCode(...codes);
  return /^[A-Z]{2}$/.test(text) ? text : bytes;
}
