import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";

const key = (account: string, asset: number): string => `${account}/${asset}`;

/** Free balance of an account. */
export function freeBalance(state: BookState, account: string, asset: number): bigint {
  return state.balances.get(key(account, asset)) ?? 0n;
}

/** Adds to a balance, whoever owns it. */
export function credit(state: BookState, account: string, asset: number, amount: bigint): void {
  if (amount < 0n) throw new RangeError(`cannot credit ${amount}`);
  state.balances.set(key(account, asset), freeBalance(state, account, asset) + amount);
}

/** Takes from a balance, whoever owns it. Refuses more than there is. */
export function debit(state: BookState, account: string, asset: number, amount: bigint): void {
  const have = freeBalance(state, account, asset);
  requireThat(have >= amount, "Exchange_InsufficientBalance", asset, have, amount);
  state.balances.set(key(account, asset), have - amount);
}

/** Whether an account's own time to renew has passed (IExchangeAccounts.setDeadMan). */
export function hasLapsed(state: BookState, account: string): boolean {
  const until = state.deadMan.get(account) ?? 0;
  return until !== 0 && until <= state.at.seconds;
}

/** Whether the compliance gate and its own dead man's switch let an account trade. */
export function mayTrade(state: BookState, account: string): boolean {
  return !state.ineligible.has(account) && !state.blocked.has(account) && !hasLapsed(state, account);
}

/** Takes from the balance of an account that must be allowed to trade. */
export function spend(state: BookState, account: string, asset: number, amount: bigint): void {
  requireThat(mayTrade(state, account), "Exchange_NotEligible", account);
  debit(state, account, asset, amount);
}
