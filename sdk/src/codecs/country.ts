import type { Hex } from "viem";

/** `bytes2` zero: no country stated. */
export const NO_COUNTRY = "0x0000";

/** Encodes an ISO 3166-1 alpha-2 code ("KE") as two ASCII bytes; undefined or "" is `NO_COUNTRY`. Throws `RangeError` otherwise. */
export function encodeCountry(code: string | null | undefined): Hex {
  if (code === undefined || code === null || code === "") return NO_COUNTRY;
  if (!/^[A-Z]{2}$/.test(code))
    throw new RangeError(`"${code}" is no ISO 3166-1 alpha-2 country code (two capital letters)`);
  return `0x${[...code].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("")}`;
}

/** Decodes a `bytes2` to "KE", or null for zero. Throws `RangeError` when the bytes are no two capital letters. */
export function decodeCountry(bytes: Hex): string | null {
  if (bytes === NO_COUNTRY) return null;
  const match = /^0x([0-9a-fA-F]{2})([0-9a-fA-F]{2})$/.exec(bytes);
  const code = match ? String.fromCharCode(parseInt(match[1] ?? "", 16), parseInt(match[2] ?? "", 16)) : "";
  if (!/^[A-Z]{2}$/.test(code)) throw new RangeError(`${bytes} is no country code`);
  return code;
}
