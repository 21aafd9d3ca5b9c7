import type { Clock } from "../ports/index.ts";

/** The machine's clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
