import { encodeAbiParameters, keccak256, numberToHex, toHex } from "viem";
import type { Hex } from "viem";

/** Root of the registry's storage and the slot of its interval sets within (CarbonCreditsStorage.Layout). */
const LAYOUT = 0x71628919f64191f5ae97cab53c0af48e68c66b6eb39147050c7d6308e20ac900n;
const SERIALS_SLOT = 10n;

const mappingSlot = (key: bigint, slot: bigint) =>
  BigInt(keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [key, slot])));

/**
 * The registry's storage, slot and value, with blocks of one serial each in a namespace, as `issue` would write them: serials 1,
 * 4, 7 and so on, two free ones between them.
 */
export function filledNamespace(namespace: string, intervals: bigint): [slot: Hex, value: Hex][] {
  const set = mappingSlot(BigInt(keccak256(toHex(namespace))), LAYOUT + SERIALS_SLOT);
  const words = new Map<bigint, bigint>();
  const values = new Map<bigint, bigint>();
  for (let i = 0n; i < intervals; i++) {
    const start = i * 3n + 1n;
    values.set(mappingSlot(start, set + 1n), start);
    let prefix = start;
    for (let level = 4n; level >= 0n; level--) {
      const bit = 1n << (prefix & 0xffn);
      prefix >>= 8n;
      const key = (level << 40n) | prefix;
      words.set(key, (words.get(key) ?? 0n) | bit);
    }
  }
  for (const [key, word] of words) values.set(mappingSlot(key, set), word);
  return [...values].map(([slot, value]) => [numberToHex(slot), numberToHex(value, { size: 32 })]);
}
