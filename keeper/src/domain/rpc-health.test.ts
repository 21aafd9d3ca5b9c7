import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAILURES_TO_PAUSE, HEALTHY, PAUSE_MS, afterFailure, isPaused, usable } from "./rpc-health.ts";

const failing = (times: number, nowMs: number) =>
  Array.from({ length: times }).reduce<typeof HEALTHY>((health) => afterFailure(health, nowMs), HEALTHY);

describe("endpoint health", () => {
  it("pauses an endpoint for 60 s after the third failure in a row, not after the second", () => {
    expect(isPaused(failing(2, 1_000), 1_000)).toBe(false);
    const paused = failing(3, 1_000);
    expect(isPaused(paused, 1_000)).toBe(true);
    expect(isPaused(paused, 60_999)).toBe(true);
    expect(isPaused(paused, 61_000)).toBe(false);
  });

  it("pauses again after one more failure, until something succeeds", () => {
    expect(isPaused(afterFailure(failing(3, 0), PAUSE_MS), PAUSE_MS)).toBe(true);
    expect(isPaused(afterFailure(HEALTHY, PAUSE_MS), PAUSE_MS)).toBe(false);
  });

  it("asks all when a pause would leave none", () => {
    const [down, up] = [{ health: failing(3, 0) }, { health: HEALTHY }];
    expect(usable([down, up], 1)).toEqual([up]);
    expect(usable([down, down], 1)).toEqual([down, down]);
  });

  it("is paused exactly while the last three or more answers were failures and the last was less than 60 s ago", () => {
    const steps = fc.array(fc.record({ ok: fc.boolean(), afterMs: fc.integer({ min: 0, max: 70_000 }) }));
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 70_000 }), (list, waitMs) => {
        let [health, nowMs, inRow, lastMs] = [HEALTHY, 0, 0, 0];
        for (const { ok, afterMs } of list) {
          nowMs += afterMs;
          health = ok ? HEALTHY : afterFailure(health, nowMs);
          inRow = ok ? 0 : inRow + 1;
          lastMs = nowMs;
        }
        expect(isPaused(health, lastMs + waitMs)).toBe(inRow >= FAILURES_TO_PAUSE && waitMs < PAUSE_MS);
      }),
    );
  });
});
