import type { Action, Job } from "./action.ts";
import { inBatches } from "./batches.ts";

export type BundleLimits = {
  /** Calls in one transaction, 1 to 32; 1 turns bundles off. */
  maxCalls: number;
  /** Gas of one transaction at most, as a share of the block's gas limit in percent. */
  maxGasPercent: number;
};

/** Calls of other contracts than the exchange, whose bundle cannot carry them. */
const ELSEWHERE: readonly Job[] = ["anchor", "post"];

/**
 * Cuts actions into groups that may share a transaction, in their order. Halts share one with halts only: they have no bound
 * on their cost, and nothing else is to be had with it. A call of another contract stands alone.
 */
export function groupActions(actions: readonly Action[], maxCalls: number): Action[][] {
  const halts = actions.filter(({ lane }) => lane === "halt");
  const others = actions.filter(({ job, lane }) => lane !== "halt" && !ELSEWHERE.includes(job));
  const elsewhere = actions.filter(({ job }) => ELSEWHERE.includes(job));
  return [...inBatches(halts, maxCalls), ...inBatches(others, maxCalls), ...inBatches(elsewhere, 1)];
}

/** What a feed or the gate must find left before it is asked, whatever the answer then costs (FeedAnswer.NEEDED_GAS and its like). */
const HEADROOM_GAS = 150_000n;
const MARGIN_PERCENT = 125n;

/** Cost of a byte of calldata at most. */
const GAS_PER_BYTE = 16n;

/** Gas that a call of a bundle is given when it took `gasUsed` in a dry run: other people's orders may make it longer meanwhile. */
export function callGas(gasUsed: bigint): bigint {
  return (gasUsed * MARGIN_PERCENT) / 100n + HEADROOM_GAS;
}

/**
 * Gas limit of the transaction that carries a bundle. The contract demands before each call that what is left covers what the call is
 * given, and a call may take all of that: so it is the sum, and what the last of them needs beyond it, since a call is given at most 63
 * of 64 parts of what there is.
 * @param dataBytes length of its calldata.
 */
export function bundleGasLimit(callGases: readonly bigint[], dataBytes: number): bigint {
  const largest = callGases.reduce((most, gas) => (gas > most ? gas : most), 0n);
  return bundleGas(callGases) + GAS_PER_BYTE * BigInt(dataBytes) + largest / 63n + 1n;
}

/** Gas of a transaction that gives its calls these, without its calldata. */
export function bundleGas(callGases: readonly bigint[]): bigint {
  const [base, perCall] = [60_000n, 20_000n];
  return callGases.reduce((sum, gas) => sum + gas + perCall, base);
}

/** The longest beginning of `calls`, at least one, whose gas together stays within `maxGas`. */
export function fitting<T extends { gas: bigint }>(calls: readonly T[], maxGas: bigint): T[] {
  const kept: T[] = [];
  for (const call of calls) {
    if (kept.length > 0 && bundleGas([...kept, call].map(({ gas }) => gas)) > maxGas) break;
    kept.push(call);
  }
  return kept;
}
