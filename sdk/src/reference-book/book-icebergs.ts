import type { Side } from "../codecs/enums.ts";
import { icebergEscrow } from "../settlement/escrow.ts";
import { credit } from "./book-balances.ts";
import { escrowAsset } from "./book-escrow.ts";
import type { BookState, Level, RestingOrder } from "./book-state.ts";

/** Orders of which only a part shows; mirrors contracts/libraries/Icebergs.sol. */

/** Ends an iceberg and returns what its hidden lots hold. `shown` is its last part. Returns the hidden lots. */
export function endIceberg(state: BookState, side: Side, priceTicks: number, shown: RestingOrder): bigint {
  const iceberg = state.icebergs.get(shown.iceberg);
  if (iceberg === undefined) return 0n;
  state.icebergs.delete(shown.iceberg);
  const { hiddenLots, peakLots } = iceberg;
  const hidden = { side, lots: hiddenLots, peakLots, priceTicks, feePips: shown.feePips };
  const held = icebergEscrow(hidden, state.terms);
  credit(state, shown.owner, escrowAsset(state, side), held);
  return hiddenLots;
}

/** After the shown part left the level filled: the next one goes to the tail, or the iceberg is over. */
export function showNext(state: BookState, side: Side, priceTicks: number, level: Level, shown: RestingOrder): void {
  const iceberg = state.icebergs.get(shown.iceberg);
  if (iceberg === undefined) return;
  if (iceberg.hiddenLots === 0n) {
    endIceberg(state, side, priceTicks, shown);
    return;
  }
  const lots = iceberg.peakLots < iceberg.hiddenLots ? iceberg.peakLots : iceberg.hiddenLots;
  iceberg.hiddenLots -= lots;
  iceberg.sequence = level.nextSequence;
  level.orders.push({ ...shown, lots, sequence: level.nextSequence });
  level.nextSequence += 1;
}
