/** Lanes from most to least urgent. A lane is emptied before the next one is served. */
export const LANES = ["halt", "stop", "match", "slice", "expiry", "housekeeping"] as const;
export type Lane = (typeof LANES)[number];

export type Job = "crank" | "prune";

/**
 * One piece of due work. `id` names the exact on-chain state that makes it due, so that the same state never causes two
 * transactions. `resource` is what may be worked on by one open transaction at a time. `dueSince` is in unix seconds
 * where the chain tells, else null.
 */
export type Work = { id: string; resource: string; dueSince: bigint | null };

/** Executes deferred orders of one market. */
export type CrankAction = { job: "crank"; lane: "match"; marketId: number; maxSteps: number; works: Work[] };

/** Removes expired resting orders. */
export type PruneAction = { job: "prune"; lane: "expiry"; orderIds: bigint[]; works: Work[] };

/** What the keeper wants done on-chain. It carries no price, no counterparty and no order of execution. */
export type Action = CrankAction | PruneAction;
