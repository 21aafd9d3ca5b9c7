import type {
  ConditionalRequest,
  FeeTier,
  MarketRules,
  OrderInput,
  ParentRequest,
  PhaseMove,
} from "@carbonxchange/sdk";

/** The accounts that hold balances and trade. */
export const TRADERS = [1, 2, 3, 4] as const;
export type Trader = (typeof TRADERS)[number];
/** An account that the gate does not know: it may do anybody's work and is not paid for it. */
export const STRANGER = 6;
export type Caller = Trader | typeof STRANGER;

/** An order whose expiry is stated as seconds after the step's own time, zero for none. */
export type StepOrder = Omit<OrderInput, "expiry" | "marketId"> & { expiresIn: number };

/** A conditional order, and a parent that starts so many seconds later or, with null, at once. */
export type StepConditional = Omit<ConditionalRequest, "expiry"> & { expiresIn: number };
export type StepParent = Omit<ParentRequest, "startAt"> & { startsIn: number | null };

/**
 * Which of the ids seen so far: the `back`-th last, of the caller's own only where `own`, of live ones only where `live`. A
 * `twisted` one has a price where its kind has none, or another one, or is of another kind.
 */
export type Pick = { back: number; own: boolean; live: boolean; twisted: boolean };

/** What somebody does. */
export type Act =
  | { act: "place"; order: StepOrder }
  | { act: "placeBatch" | "placeEach"; orders: readonly StepOrder[] }
  | { act: "placeBy"; account: Trader; orders: readonly StepOrder[] }
  | { act: "placeWithin"; order: StepOrder; quoteBound: bigint }
  | { act: "replace"; pick: Pick; order: StepOrder }
  | { act: "replaceEach"; items: readonly { pick: Pick; order: StepOrder }[] }
  | { act: "amend"; pick: Pick; lots: bigint }
  | { act: "cancel"; pick: Pick }
  | { act: "cancelBatch" | "prune"; picks: readonly Pick[] }
  | { act: "cancelBy"; account: Trader; picks: readonly Pick[] }
  | { act: "setOperator"; operator: Trader; lasts: number }
  | { act: "setDeadMan"; lasts: number }
  | { act: "deposit" | "withdraw"; asset: 1 | 2; amount: bigint }
  | { act: "crank" | "fireStops" | "uncross"; most: number }
  | { act: "placeConditional"; input: StepConditional }
  | { act: "placeConditionalBy"; account: Trader; input: StepConditional }
  | { act: "cancelConditional"; pick: Pick }
  | { act: "trail" | "pruneConditionals"; picks: readonly Pick[] }
  | { act: "placeParent"; input: StepParent }
  | { act: "placeParentBy"; account: Trader; input: StepParent }
  | { act: "cancelParent"; pick: Pick }
  | { act: "executeSlice"; pick: Pick; maxFills: number }
  | { act: "reopen" | "checkAndHalt" | "collectFees" }
  | { act: "freeze"; frozen: boolean }
  | { act: "phase"; move: PhaseMove }
  | { act: "rules"; rules: MarketRules }
  | { act: "fees"; makerFeePips: number; takerFeePips: number }
  | { act: "tiers"; tiers: readonly FeeTier[] }
  | { act: "oracle"; oracle: { maxAgeSeconds: number; bandBps: number } | null }
  | { act: "feed"; answer: bigint; decimals: number; age: number }
  | { act: "requireLabel"; required: boolean }
  | { act: "label"; held: boolean };

/** An act by somebody, `wait` seconds after the one before; with none it is in the same block. */
export type MarketStep = { who: Caller; wait: number } & Act;

/** The names of all acts. */
export const ACTS: readonly Act["act"][] = [
  ...(["placeWithin", "placeConditionalBy", "placeParentBy"] as const),
  ...(["place", "placeBatch", "placeEach", "placeBy", "replace", "replaceEach", "amend", "cancel"] as const),
  ...(["cancelBatch", "prune", "cancelBy", "setOperator", "setDeadMan", "deposit", "withdraw", "crank"] as const),
  ...(["fireStops", "uncross", "placeConditional", "cancelConditional", "trail", "pruneConditionals"] as const),
  ...(["placeParent", "cancelParent", "executeSlice", "reopen", "checkAndHalt", "collectFees", "freeze"] as const),
  ...(["phase", "rules", "fees", "tiers", "oracle", "feed", "requireLabel", "label"] as const),
];
