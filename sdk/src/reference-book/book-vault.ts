import { credit, debit, freeBalance, mayTrade } from "./book-balances.ts";
import { report } from "./book-events.ts";
import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";

/**
 * IExchange.deposit and depositCredits, of an account that owns enough outside of the vault. The registry moves no credits of a
 * blocked account. Throws `BookRefusal`.
 */
export function deposit(state: BookState, account: string, asset: number, amount: bigint): void {
  requireThat(amount !== 0n, "Exchange_ZeroAmount");
  const moves = asset !== state.terms.base || !state.blocked.has(account);
  requireThat(moves, "CarbonCredits_AccountBlocked", account);
  requireThat(mayTrade(state, account), "Exchange_NotEligible", account);
  credit(state, account, asset, amount);
  report(state, { name: "Deposited", account, asset, amount, freeAfter: freeBalance(state, account, asset) });
}

/** IExchange.withdraw to the account itself. Throws `BookRefusal`. */
export function withdraw(state: BookState, account: string, asset: number, amount: bigint): void {
  requireThat(amount !== 0n, "Exchange_ZeroAmount");
  requireThat(!state.blocked.has(account), "Exchange_AccountBlocked", account);
  debit(state, account, asset, amount);
  const freeAfter = freeBalance(state, account, asset);
  report(state, { name: "Withdrawn", account, asset, to: account, amount, freeAfter });
}

/** IExchange.collectFees: pays the collected fees out. Returns how much. Throws `BookRefusal`. */
export function collectFees(state: BookState): bigint {
  const amount = state.fees;
  requireThat(amount !== 0n, "Exchange_ZeroAmount");
  state.fees = 0n;
  return amount;
}
