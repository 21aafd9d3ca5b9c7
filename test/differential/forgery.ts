import type { ExplainedDifference } from "@carbonxchange/sdk/node";
import { toHex } from "viem";
import type { Address } from "viem";
import { expect } from "vitest";
import type { ExchangeRig } from "./exchange-rig.ts";

/** One stored word, the bits of it that are flipped, and the figure that must be named for it. */
export type Forgery = {
  contract: keyof ExchangeRig["deployment"]["contracts"];
  slot: () => bigint;
  bits: bigint;
  figure: RegExp;
};

/** Flips bits of one stored word, as a forger with the copy's disk could. */
export async function tamper({ chain }: ExchangeRig, address: Address, slot: bigint, bits: bigint): Promise<void> {
  const { publicClient } = chain;
  const word = BigInt((await publicClient.getStorageAt({ address, slot: toHex(slot, { size: 32 }) })) ?? "0x0");
  const parameters = [address, toHex(slot), toHex(word ^ bits, { size: 32 })];
  await publicClient.request({ method: "hardhat_setStorageAt", params: parameters } as never);
}

/** Requires that a figure is among the differences, with the transaction from or after which it is wrong. */
export function expectNamed(differences: readonly ExplainedDifference[], figure: RegExp): void {
  expect(differences.map((difference) => difference.figure)).toEqual(
    expect.arrayContaining([expect.stringMatching(figure)]),
  );
  const [named] = differences.filter((difference) => figure.test(difference.figure));
  expect(named?.explanation).toMatch(/^(right after|wrong since|last touched by) transaction 0x[0-9a-f]{64} in block/);
}
