import { ADJUSTMENT_DECLARATIONS, ADJUSTMENT_STATUSES, enumIndex } from "../codecs/enums.ts";
import { ADJUSTMENT_LABELS, labelMask } from "../codecs/labels.ts";
import type { Place } from "./figures.ts";

/** A span of time in unix seconds: from `from`, inclusive, to `until`, exclusive. */
export type LabelPeriod = { from: bigint; until: bigint };

/** The labels of one batch: every period of each label in order, and the log that last touched them. */
export type BatchLabels = { histories: Map<number, LabelPeriod[]>; place: Place };

/** A recorded state of a corresponding adjustment, and from when on it holds, unix seconds. */
export type AdjustmentFact = {
  effectiveAt: bigint;
  fields: { declaration: number; status: number; purposes: number };
  place: Place;
};

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

const NOT_REQUIRED = enumIndex(ADJUSTMENT_DECLARATIONS, "NOT_REQUIRED");
const COMMITTED = enumIndex(ADJUSTMENT_DECLARATIONS, "COMMITTED");
const COMPLETED = enumIndex(ADJUSTMENT_STATUSES, "COMPLETED");

/** What a mask of labels says of an adjustment. */
function adjustmentMask({ declaration, status, purposes }: AdjustmentFact["fields"]): bigint {
  if (declaration === NOT_REQUIRED) return labelMask([ADJUSTMENT_LABELS.notRequired]);
  if (declaration !== COMMITTED) return 0n;
  const authorised = BigInt(purposes) << BigInt(ADJUSTMENT_LABELS.authorisedNdc);
  const completed = status === COMPLETED ? labelMask([ADJUSTMENT_LABELS.completed]) : 0n;
  return labelMask([ADJUSTMENT_LABELS.committed]) | completed | authorised;
}

/** The labels of a batch and the state of its adjustment at a moment (unix seconds) as a mask: bit i for label i. */
export function maskAt(book: LabelBook, batchId: bigint, at: bigint): bigint {
  const labels = book.batches.get(batchId);
  const state = book.adjustments.get(batchId)?.findLast(({ effectiveAt }) => effectiveAt <= at);
  let mask = state === undefined ? 0n : adjustmentMask(state.fields);
  for (const [labelId, periods] of labels?.histories ?? []) {
    if (periods.some(({ from, until }) => from <= at && at < until)) mask |= 1n << BigInt(labelId);
  }
  return mask;
}

/**
 * The moments at which a batch is asked for its labels: now, and on both sides of every beginning and end. The registry keeps a
 * mask with the span for which it holds; a span that is too wide gives a wrong answer at one of these.
 */
export function askedMoments(book: LabelBook, batchId: bigint, now: bigint): bigint[] {
  const periods = [...(book.batches.get(batchId)?.histories.values() ?? [])].flat();
  const states = book.adjustments.get(batchId) ?? [];
  const boundaries = [
    ...periods.flatMap(({ from, until }) => [from, until]),
    ...states.map(({ effectiveAt }) => effectiveAt),
  ];
  const moments = new Set([now]);
  for (const boundary of boundaries) {
    if (boundary < OPEN_ENDED) moments.add(boundary);
    if (boundary > 0n) moments.add(boundary - 1n);
  }
  return [...moments];
}
