import type { Hex } from "viem";
import type { EventMeta } from "./events.ts";
import { recordFault } from "./faults.ts";
import type { Store } from "./store.ts";

/** A change of one account's vault balance in one asset. */
export type VaultMove = { account: Hex; asset: number; free: bigint; escrowed: bigint };

/** Adds the moves of each account and asset up, in order of first appearance. */
export function sumMoves(moves: readonly VaultMove[]): VaultMove[] {
  const sums = new Map<string, VaultMove>();
  for (const move of moves) {
    const key = `${move.account}|${move.asset}`;
    const sum = sums.get(key) ?? { account: move.account, asset: move.asset, free: 0n, escrowed: 0n };
    sums.set(key, { ...sum, free: sum.free + move.free, escrowed: sum.escrowed + move.escrowed });
  }
  return [...sums.values()].filter((move) => move.free !== 0n || move.escrowed !== 0n);
}

/**
 * Applies moves to the vault balances; a balance below zero is recorded as a fault and kept as derived. Within a transaction
 * `free` may dip: the rest of a deferred order locks its new escrow (OrderPlaced) one event before the old one comes back
 * (DeferredProgressed), and so does what a conditional order becomes (OrderDeferred before ConditionalFired). A dip that stays is found by the account's next move.
 */
export async function applyMoves(
  store: Store,
  meta: EventMeta,
  moves: readonly VaultMove[],
  { freeMayDip = false }: { freeMayDip?: boolean } = {},
): Promise<void> {
  for (const move of sumMoves(moves)) {
    const key = { account: move.account, asset: move.asset };
    const before = await store.find("vaultBalances", key);
    const free = (before?.free ?? 0n) + move.free;
    const escrowed = (before?.escrowed ?? 0n) + move.escrowed;
    await store.put("vaultBalances", { ...key, free, escrowed, block: meta.block });
    if ((free < 0n && !freeMayDip) || escrowed < 0n) {
      await recordFault(store, meta, {
        kind: "NEGATIVE_BALANCE",
        subject: `${move.account}:${move.asset}`,
        expected: "free and escrowed of 0 or more",
        actual: `free ${free}, escrowed ${escrowed}`,
      });
    }
  }
}

/** Moves `amount` from free to escrow; a negative amount gives it back. */
export function lock(account: Hex, asset: number, amount: bigint): VaultMove {
  return { account, asset, free: -amount, escrowed: amount };
}

/** Adds `amount` to free, or takes it when negative. */
export function credit(account: Hex, asset: number, amount: bigint): VaultMove {
  return { account, asset, free: amount, escrowed: 0n };
}
