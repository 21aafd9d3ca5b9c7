/** Wall-clock time in unix milliseconds. */
export type Clock = { nowMs(): number };
