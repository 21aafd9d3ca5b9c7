import { MAX_WEIGHTS } from "../requests/parents.ts";
import { expectedLots } from "./volume-curve.ts";
import { weightsOf, type SliceSpread } from "./weights.ts";

/** When the slices of an order fall due: `startAt` in unix seconds, `interval` in seconds. */
export type SliceTimes = { startAt: number; interval: number; slices: number };

/**
 * How an order that is to follow the market's volume is spread over its slices. A thin market's curve says little, so it counts with
 * alpha = V / (V + V0), where V is what it expects in the order's window and V0 is `thinLots`; the rest is spread evenly. The
 * weights are fixed when the order is placed: they belong to its request, and the contract holds the keeper to them.
 * A TWAP where the curve expects nothing, or where there are more slices than weights (32).
 * @param curve of `volumeCurve`.
 * @param thinLots above zero.
 */
export function vwapSpread(curve: readonly number[], times: SliceTimes, thinLots: number): SliceSpread {
  if (!(thinLots > 0)) throw new RangeError(`thinLots: ${thinLots} is not above zero`);
  const { startAt, interval, slices } = times;
  const expected = Array.from({ length: slices }, (_, slice) =>
    expectedLots(curve, startAt + slice * interval, startAt + (slice + 1) * interval),
  );
  const whole = expected.reduce((sum, lots) => sum + lots, 0);
  if (whole === 0 || slices > MAX_WEIGHTS) return { kind: "TWAP", slices };
  const alpha = whole / (whole + thinLots);
  return { kind: "VWAP", weights: weightsOf(expected.map((lots) => (alpha * lots) / whole + (1 - alpha) / slices)) };
}
