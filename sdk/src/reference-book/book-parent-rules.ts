import type { ParentKind, SelfTrade, Side } from "../codecs/enums.ts";
import { requirePrice } from "./book-order-rules.ts";
import { requireThat } from "./book-refusal.ts";
import { MOST_WEIGHTS, weightFrom } from "./book-slices.ts";
import type { BookState } from "./book-state.ts";

/**
 * A request for an order that is worked off in slices; mirrors IExchangeParents.ParentRequest. `startAt` 0 for now; `weights` one
 * per slice of a VWAP, 1 to 255, none of a TWAP.
 */
export type ParentRequest = {
  side: Side;
  kind: ParentKind;
  lots: bigint;
  limitTicks: number;
  startAt: number;
  interval: number;
  slices: number;
  toleranceBps: number;
  participationBps: number;
  weights: readonly number[];
  selfTrade: SelfTrade;
  clientId: bigint;
};

/** A request as the contract stores it: with its market, the start itself and the weights as one word in hex. */
export type FullParentRequest = Omit<ParentRequest, "weights"> & { marketId: number; weights: string };

const SHORTEST_INTERVAL = 30;
const SHORTEST_WINDOW = 300;
const LONGEST_WINDOW = 86_400;
const FURTHEST_START = 30 * 86_400;
const FEWEST_SLICES = 2;
const MOST_SLICES = 2880;
const BPS = 10_000;

/** The weights as the contract takes them: 32 bytes, the first slice's leftmost. */
export function weightsWord(weights: readonly number[]): `0x${string}` {
  const bytes = weights.map((weight) => weight.toString(16).padStart(2, "0"));
  return `0x${bytes.join("").padEnd(64, "0")}`;
}

/** Refuses a request by the first rule it breaks; mirrors Parents.check. Returns when the first slice falls due. */
export function checkParent(state: BookState, input: ParentRequest): number {
  const { seconds } = state.at;
  requirePrice(input.limitTicks);
  for (const bps of [input.toleranceBps, input.participationBps])
    requireThat(bps <= BPS, "Exchange_BpsAboveCap", bps, BPS);
  checkWindow(input);
  checkSizes(state, input);
  const start = input.startAt === 0 ? seconds : input.startAt;
  const latest = seconds + FURTHEST_START;
  requireThat(start >= seconds && start <= latest, "Exchange_StartOutOfRange", start, seconds, latest);
  return start;
}

function checkWindow({ kind, interval, slices }: ParentRequest): void {
  requireThat(interval >= SHORTEST_INTERVAL, "Exchange_IntervalTooShort", interval, SHORTEST_INTERVAL);
  const most = kind === "VWAP" ? MOST_WEIGHTS : MOST_SLICES;
  const within = slices >= FEWEST_SLICES && slices <= most;
  requireThat(within, "Exchange_SlicesOutOfRange", slices, FEWEST_SLICES, most);
  const window = interval * slices;
  const fits = window >= SHORTEST_WINDOW && window <= LONGEST_WINDOW;
  requireThat(fits, "Exchange_WindowOutOfRange", window, SHORTEST_WINDOW, LONGEST_WINDOW);
}

/** The smallest slice on schedule must be an order that the market takes. */
function checkSizes(state: BookState, { kind, lots, slices, weights }: ParentRequest): void {
  const { minLots } = state.terms;
  const padded = Array.from({ length: slices }, (_, index) => weights[index] ?? 0);
  const weighted = kind === "VWAP";
  const nothingBehind = weights.slice(slices).every((weight) => weight === 0);
  const good = weighted
    ? padded.every((weight) => weight > 0) && nothingBehind
    : weights.every((weight) => weight === 0);
  requireThat(good, "Exchange_BadWeights", weightsWord(weights), slices);
  const smallest = weighted ? Math.min(...padded) : 1;
  const plain = (lots * BigInt(smallest)) / BigInt(weightFrom(weights, slices, 0));
  requireThat(plain >= minLots, "Exchange_SliceBelowMinimum", plain, minLots);
}
