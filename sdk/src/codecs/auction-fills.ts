import type { Hex } from "viem";
import { SIDES, enumIndex, enumName } from "./enums.ts";
import type { Side } from "./enums.ts";
import { FILL_RECORD_BYTES, decodeRecord, encodeRecord } from "./fills.ts";
import type { Fill } from "./fills.ts";

/** Bytes per record of `AuctionFilled.fills`: a byte for the side before a record as of `Taken`. */
export const AUCTION_RECORD_BYTES = FILL_RECORD_BYTES + 1;

/** One order that an auction met, from the packed `AuctionFilled.fills`. `priceTicks` is its own limit, not the auction's price. */
export type AuctionFill = Fill & { side: Side };

/** Decodes the packed records in the order in which they were logged. Throws `RangeError` on partial records and unknown names. */
export function decodeAuctionFills(packed: Hex): AuctionFill[] {
  const digits = packed.slice(2);
  const step = AUCTION_RECORD_BYTES * 2;
  if (!packed.startsWith("0x") || digits.length % step !== 0) {
    throw new RangeError(`auction fills: ${digits.length / 2} bytes are not whole records of ${AUCTION_RECORD_BYTES}`);
  }
  const fills: AuctionFill[] = [];
  for (let at = 0; at < digits.length; at += step) {
    const side = enumName(SIDES, BigInt(`0x${digits.slice(at, at + 2)}`));
    fills.push({ side, ...decodeRecord(digits.slice(at + 2, at + step)) });
  }
  return fills;
}

/** Encodes records as the contract packs them. Throws `RangeError` naming the field that does not fit. */
export function encodeAuctionFills(fills: readonly AuctionFill[]): Hex {
  const side = (fill: AuctionFill) => enumIndex(SIDES, fill.side).toString(16).padStart(2, "0");
  return `0x${fills.map((fill) => side(fill) + encodeRecord(fill)).join("")}`;
}
