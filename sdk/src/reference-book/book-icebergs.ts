import type { Side } from "../codecs/enums.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { icebergEscrow } from "../settlement/escrow.ts";
import { credit } from "./book-balances.ts";
import { escrowAsset } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { hasRoom, pushOrder } from "./book-level.ts";
import type { Level } from "./book-level.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** Orders of which only a part shows; mirrors contracts/libraries/Icebergs.sol. */

/** The id by which an iceberg is known while its parts come and go. */
export function icebergIdOf(state: BookState, side: Side, priceTicks: number, iceberg: number): OrderId {
  const { marketId } = state.terms;
  return packOrderId({ marketId, kind: `ICEBERG_${side}`, priceTicks, sequence: iceberg });
}

/** Ends an iceberg and returns what its hidden lots hold. `shown` is its last part. Returns the hidden lots. */
export function endIceberg(state: BookState, side: Side, priceTicks: number, shown: RestingOrder): bigint {
  const iceberg = state.icebergs.get(shown.iceberg);
  if (iceberg === undefined) return 0n;
  state.icebergs.delete(shown.iceberg);
  const { hiddenLots, peakLots } = iceberg;
  report(state, { name: "IcebergEnded", icebergId: icebergIdOf(state, side, priceTicks, shown.iceberg), hiddenLots });
  const hidden = { side, lots: hiddenLots, peakLots, priceTicks, feePips: shown.feePips };
  credit(state, shown.owner, escrowAsset(state, side), icebergEscrow(hidden, state.terms));
  return hiddenLots;
}

/** After the shown part left the level filled: the next one goes to the tail, or the iceberg is over. */
export function showNext(state: BookState, side: Side, priceTicks: number, level: Level, shown: RestingOrder): void {
  const iceberg = state.icebergs.get(shown.iceberg);
  if (iceberg === undefined) return;
  const { hiddenLots, peakLots } = iceberg;
  const lots = peakLots < hiddenLots ? peakLots : hiddenLots;
  if (hiddenLots === 0n || !hasRoom(level, lots)) {
    endIceberg(state, side, priceTicks, shown);
    return;
  }
  const sequence = pushOrder(level, { ...shown, lots });
  state.icebergs.set(shown.iceberg, { ...iceberg, hiddenLots: hiddenLots - lots, sequence });
  report(state, {
    name: "IcebergShown",
    icebergId: icebergIdOf(state, side, priceTicks, shown.iceberg),
    orderId: packOrderId({ marketId: state.terms.marketId, kind: side, priceTicks, sequence }),
    owner: shown.owner,
    lots,
    hiddenLots: hiddenLots - lots,
    levelLots: level.lots,
  });
}
