/**
 * Whether so many milliseconds have passed since a time; also where the clock has been set back behind that time, because how long
 * ago it was cannot be told then, and to do a thing early is better than not for as long as the clock was wrong.
 */
export function hasPassed(durationMs: number, sinceMs: number, nowMs: number): boolean {
  return nowMs < sinceMs || nowMs - sinceMs >= durationMs;
}
