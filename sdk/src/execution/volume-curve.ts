/** Length of a bucket of the volume curve. */
export const BUCKET_SECONDS = 900;
const WEEK_SECONDS = 604_800;
/** Buckets of a week: 96 a day, Monday 00:00 UTC first. */
export const BUCKETS = WEEK_SECONDS / BUCKET_SECONDS;
/** 1970-01-01 was a Thursday. */
const EPOCH_OFFSET_SECONDS = 3 * 86_400;

/** What a market traded in the 15 minutes from `start`, unix seconds, a multiple of 900: a row of the candles of 15 minutes. */
export type BucketVolume = { start: number; lots: bigint };

/** The place of a time in the week, 0 to 671. */
export function bucketOf(seconds: number): number {
  const intoWeek = (((seconds + EPOCH_OFFSET_SECONDS) % WEEK_SECONDS) + WEEK_SECONDS) % WEEK_SECONDS;
  return Math.floor(intoWeek / BUCKET_SECONDS);
}

/**
 * What a market trades on average in each 15 minutes of the week, in lots: an exponentially weighted mean over the weeks, the newest
 * with weight `decay`. A bucket without a row traded nothing; one that `from` to `to` (unix seconds, whole buckets) never reaches is 0.
 * @param history in any order; rows outside of the range do not count.
 * @param decay above 0, at most 1.
 */
export function volumeCurve(
  history: readonly BucketVolume[],
  { from, to, decay }: { from: number; to: number; decay: number },
): number[] {
  if (!(decay > 0 && decay <= 1)) throw new RangeError(`decay: ${decay} is not above 0 and at most 1`);
  if (from % BUCKET_SECONDS !== 0 || to % BUCKET_SECONDS !== 0) {
    throw new RangeError(`range: ${from} to ${to} are not whole buckets of ${BUCKET_SECONDS} seconds`);
  }
  const traded = new Map(history.map(({ start, lots }) => [start, Number(lots)]));
  const curve = Array.from<number | null>({ length: BUCKETS }).fill(null);
  for (let start = from; start < to; start += BUCKET_SECONDS) {
    const bucket = bucketOf(start);
    const lots = traded.get(start) ?? 0;
    const before = curve[bucket] ?? null;
    curve[bucket] = before === null ? lots : decay * lots + (1 - decay) * before;
  }
  return curve.map((lots) => lots ?? 0);
}

/** What a curve expects to be traded from one time to another, unix seconds, in lots; a part of a bucket counts by its length. */
export function expectedLots(curve: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to;) {
    const next = Math.min(to, (Math.floor(at / BUCKET_SECONDS) + 1) * BUCKET_SECONDS);
    sum += ((curve[bucketOf(at)] ?? 0) * (next - at)) / BUCKET_SECONDS;
    at = next;
  }
  return sum;
}
