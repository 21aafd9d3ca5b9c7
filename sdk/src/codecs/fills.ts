import type { Hex } from "viem";
import { FILL_OUTCOMES, enumIndex } from "./enums.ts";
import type { FillOutcome } from "./enums.ts";

/** Bytes per record of `Taken.fills`. */
export const FILL_RECORD_BYTES = 23;

/**
 * One resting order that a taker met, from the packed `Taken.fills` of IExchange. `lots` were traded (FILLED) or given
 * back to the maker (the other outcomes); `remainingLots` stay in that order; `levelLots` stay live at the level.
 */
export type Fill = {
  priceTicks: number;
  sequence: number;
  lots: bigint;
  remainingLots: bigint;
  outcome: FillOutcome;
  levelLots: bigint;
};

/** The widths in hex digits: priceTicks 2 bytes, sequence 4, lots 5, remaining 5, outcome 1, level 6. */
const WIDTHS = [4, 8, 10, 10, 2, 12] as const;

/** Decodes the packed records in book order. Throws `RangeError` on a length that is no multiple of 23 or an unknown outcome. */
export function decodeFills(packed: Hex): Fill[] {
  const digits = packed.slice(2);
  const step = FILL_RECORD_BYTES * 2;
  if (!packed.startsWith("0x") || digits.length % step !== 0) {
    throw new RangeError(`fills: ${digits.length / 2} bytes are not whole records of ${FILL_RECORD_BYTES}`);
  }
  const fills: Fill[] = [];
  for (let at = 0; at < digits.length; at += step) fills.push(decodeRecord(digits.slice(at, at + step)));
  return fills;
}

/** Decodes the hex digits of one record. */
export function decodeRecord(digits: string): Fill {
  let at = 0;
  const [priceTicks, sequence, lots, remainingLots, outcome, levelLots] = WIDTHS.map((width) => {
    const field = digits.slice(at, at + width);
    at += width;
    return BigInt(`0x${field}`);
  }) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const name = FILL_OUTCOMES[Number(outcome)];
  if (name === undefined) throw new RangeError(`fills: unknown outcome ${outcome}`);
  return { priceTicks: Number(priceTicks), sequence: Number(sequence), lots, remainingLots, outcome: name, levelLots };
}

/** Encodes records as the contract packs them. Throws `RangeError` naming the field that does not fit. */
export function encodeFills(fills: readonly Fill[]): Hex {
  return `0x${fills.map(encodeRecord).join("")}`;
}

/** The hex digits of one record. Throws `RangeError` naming the field that does not fit. */
export function encodeRecord(fill: Fill): string {
  return [
    field("priceTicks", BigInt(fill.priceTicks), 2),
    field("sequence", BigInt(fill.sequence), 4),
    field("lots", fill.lots, 5),
    field("remainingLots", fill.remainingLots, 5),
    field("outcome", BigInt(enumIndex(FILL_OUTCOMES, fill.outcome)), 1),
    field("levelLots", fill.levelLots, 6),
  ].join("");
}

function field(name: string, value: bigint, bytes: number): string {
  if (value < 0n || value >> BigInt(bytes * 8) !== 0n)
    throw new RangeError(`fills: ${name} ${value} does not fit ${bytes} bytes`);
  return value.toString(16).padStart(bytes * 2, "0");
}
