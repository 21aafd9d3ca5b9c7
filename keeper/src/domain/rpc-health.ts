import { hasPassed } from "./elapsed.ts";

/** Failures in a row that pause an endpoint. */
export const FAILURES_TO_PAUSE = 3;
export const PAUSE_MS = 60_000;

/** An endpoint's failures in a row, and until when it is left alone, unix milliseconds; zero for not at all. */
export type EndpointHealth = { failures: number; pausedUntilMs: number };

export const HEALTHY: EndpointHealth = { failures: 0, pausedUntilMs: 0 };

/** One more failure. After a pause a single failure pauses again: nothing has shown that the endpoint is back. */
export function afterFailure({ failures }: EndpointHealth, nowMs: number): EndpointHealth {
  const inRow = failures + 1;
  return { failures: inRow, pausedUntilMs: inRow >= FAILURES_TO_PAUSE ? nowMs + PAUSE_MS : 0 };
}

/** Whether an endpoint is left alone at `nowMs`. */
export function isPaused({ pausedUntilMs }: EndpointHealth, nowMs: number): boolean {
  return !hasPassed(PAUSE_MS, pausedUntilMs - PAUSE_MS, nowMs);
}

/** Those that may be asked, in the order given: the ones not paused, or all when a pause would leave none. */
export function usable<T extends { health: EndpointHealth }>(endpoints: readonly T[], nowMs: number): T[] {
  const free = endpoints.filter(({ health }) => !isPaused(health, nowMs));
  return free.length > 0 ? free : [...endpoints];
}
