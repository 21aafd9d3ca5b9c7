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

/** Gas that a call of a bundle is given when it took `gasUsed` in a dry run: other people's orders may make it longer meanwhile. */
export function callGas(gasUsed: bigint): bigint {
  return (gasUsed * MARGIN_PERCENT) / 100n + HEADROOM_GAS;
}

/**
 * Gas that calls are given beyond what they took in a dry run. A bundle needs it beside its estimate, which supposes that each takes
 * as much as then: one that takes all of its own would leave the later ones too little, and with that the whole would fail.
 */
export function spareGas(given: readonly bigint[], used: readonly bigint[]): bigint {
  return given.reduce((sum, gas, index) => {
    const left = gas - (used[index] ?? 0n);
    return left > 0n ? sum + left : sum;
  }, 0n);
}

/** Gas of a transaction that gives its calls these, with what carries them: an upper bound before it is estimated. */
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
