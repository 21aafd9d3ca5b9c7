import type { HexString } from "@carbonxchange/sdk";
import type { SumNode } from "@carbonxchange/sdk/audit";

/** Lanes from most to least urgent. A lane is emptied before the next one is served. */
export const LANES = ["halt", "stop", "match", "slice", "expiry", "housekeeping"] as const;
export type Lane = (typeof LANES)[number];

/** Everything the keeper can ask of the contracts, named as the calls are. */
export const JOBS = [
  "uncross",
  "reopen",
  "checkAndHalt",
  "fireStops",
  "crank",
  "executeSlice",
  "prune",
  "trail",
  "pruneConditionals",
  "anchor",
  "post",
] as const;
export type Job = (typeof JOBS)[number];

/** What a transaction does: one job, or several at once. */
export type TransactionJob = Job | "bundle";

/**
 * One piece of due work. `id` names the exact on-chain state that makes it due, so that the same state never causes two
 * transactions. `resource` is what may be worked on by one open transaction at a time. `dueSince` is in unix seconds
 * where the chain tells, else null.
 */
export type Work = { id: string; resource: string; dueSince: bigint | null };

type Of<job extends Job, lane extends Lane, terms> = { job: job; lane: lane; works: Work[] } & terms;

/** Ends an auction whose time is over. */
export type UncrossAction = Of<"uncross", "halt", { marketId: number; maxSteps: number }>;
/** Ends a halt that has lasted its longest time. */
export type ReopenAction = Of<"reopen", "halt", { marketId: number }>;
/** Halts a market that trades outside of its index band. */
export type HaltAction = Of<"checkAndHalt", "halt", { marketId: number }>;
/** Lets conditional orders go whose price has come. */
export type FireStopsAction = Of<"fireStops", "stop", { marketId: number; max: number }>;
/** Executes deferred orders of one market. */
export type CrankAction = Of<"crank", "match", { marketId: number; maxSteps: number }>;
/** Executes the slice of one order that is due. */
export type SliceAction = Of<"executeSlice", "slice", { parentId: bigint; maxFills: number }>;
/** Removes expired resting orders. */
export type PruneAction = Of<"prune", "expiry", { orderIds: bigint[] }>;
/** Moves trailing stops of one market after the price. */
export type TrailAction = Of<"trail", "housekeeping", { marketId: number; orderIds: bigint[] }>;
/** Removes expired conditional orders. */
export type PruneConditionalsAction = Of<"pruneConditionals", "housekeeping", { orderIds: bigint[] }>;
/** Anchors the root of the audit log. */
export type AnchorAction = Of<"anchor", "housekeeping", { previousRoot: HexString; treeSize: bigint; root: HexString }>;
/** Posts a snapshot of where every credit is; `header` is its block's, in RLP. */
export type PostAction = Of<"post", "housekeeping", { header: HexString; root: SumNode }>;

/** What the keeper wants done on-chain. It carries no price, no counterparty and no order of execution. */
export type Action =
  | UncrossAction
  | ReopenAction
  | HaltAction
  | FireStopsAction
  | CrankAction
  | SliceAction
  | PruneAction
  | TrailAction
  | PruneConditionalsAction
  | AnchorAction
  | PostAction;
