import type { Place } from "./figures.ts";

/** A span of time in unix seconds: from `from`, inclusive, to `until`, exclusive. */
export type LabelPeriod = { from: bigint; until: bigint };

/** The labels of one batch: every period of each label in order, and the log that last touched them. */
export type BatchLabels = { histories: Map<number, LabelPeriod[]>; place: Place };

/** A recorded state of a corresponding adjustment, and from when on it holds, unix seconds. */
export type AdjustmentFact = { effectiveAt: bigint; fields: object; place: Place };

/** What the label registry's logs tell of each batch. */
export type LabelBook = {
  /** Codes of the labels by id. */
  codes: Map<number, string>;
  batches: Map<bigint, BatchLabels>;
  adjustments: Map<bigint, AdjustmentFact[]>;
};

/** The date that stands for no end. */
const OPEN_ENDED = (1n << 40n) - 1n;

export function createLabelBook(): LabelBook {
  return { codes: new Map(), batches: new Map(), adjustments: new Map() };
}

/** The labels of a batch at a moment (unix seconds) as a mask: bit i for label i. */
export function maskAt(labels: BatchLabels | undefined, at: bigint): bigint {
  let mask = 0n;
  for (const [labelId, periods] of labels?.histories ?? []) {
    if (periods.some(({ from, until }) => from <= at && at < until)) mask |= 1n << BigInt(labelId);
  }
  return mask;
}

/**
 * The moments at which a batch is asked for its labels: now, and on both sides of every beginning and end. The registry keeps a
 * mask with the span for which it holds; a span that is too wide gives a wrong answer at one of these.
 */
export function askedMoments(labels: BatchLabels | undefined, now: bigint): bigint[] {
  const moments = new Set([now]);
  for (const periods of labels?.histories.values() ?? []) {
    for (const boundary of periods.flatMap(({ from, until }) => [from, until])) {
      if (boundary < OPEN_ENDED) moments.add(boundary);
      if (boundary > 0n) moments.add(boundary - 1n);
    }
  }
  return [...moments];
}
