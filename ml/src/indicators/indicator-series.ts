/** An indicator's values in step with its input; null during the warm-up. Never NaN. */
export type IndicatorSeries = (number | null)[];

/** `count` nulls: the warm-up of an indicator. */
export function warmUp(count: number): null[] {
  return Array.from({ length: Math.max(0, count) }, () => null);
}
