import type { Hex } from "viem";
import { credit, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** What an owner has prepaid to whoever does the work of an order: quote base units that it still holds. */
export type Prepaid = { owner: Hex; quoteAsset: number; held: bigint };

/** The moves of a new order's prepayment. */
export function prepay({ owner, quoteAsset, held }: Prepaid): VaultMove[] {
  return [lock(owner, quoteAsset, held)];
}

/** The moves of a payment to a keeper out of what an owner prepaid. */
export function payKeeper({ owner, quoteAsset }: Prepaid, keeper: Hex, amount: bigint): VaultMove[] {
  const spent: VaultMove = { account: owner, asset: quoteAsset, free: 0n, escrowed: -amount };
  return [spent, credit(keeper, quoteAsset, amount)];
}

/** The moves by which an owner gets back what nobody earned. */
export function returnPrepaid({ owner, quoteAsset, held }: Prepaid): VaultMove[] {
  return [lock(owner, quoteAsset, -held)];
}
