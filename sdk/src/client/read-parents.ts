import { exchangeAbi } from "../abi/index.ts";
import { PARENT_KINDS, SELF_TRADES, SIDES, enumName } from "../codecs/enums.ts";
import type { ParentKind, SelfTrade, Side } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { decodeWeights } from "../requests/parents.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** A live order for slices. `weights` is empty for a TWAP; `keeperFee` quote base units per slice that trades. */
export type StoredParent = {
  id: OrderId;
  owner: `0x${string}`;
  side: Side;
  kind: ParentKind;
  selfTrade: SelfTrade;
  lots: bigint;
  lotsLeft: bigint;
  limitTicks: number;
  startAt: number;
  interval: number;
  slices: number;
  weights: number[];
  toleranceBps: number;
  participationBps: number;
  nextSlice: number;
  openLots: bigint;
  feePips: number;
  keeperFee: bigint;
  slicesPaid: number;
  clientId: bigint;
};

/** Reads an order for slices; null when it is over. Throws `CarbonContractError` on an id of another kind. */
export async function readParent(context: ReadContext, orderId: bigint): Promise<StoredParent | null> {
  const address = context.deployment.contracts.exchange.address;
  const { request, live, ...stored } = await call(context, address, exchangeAbi, "parent", [orderId]);
  if (!live) return null;
  const kind = enumName(PARENT_KINDS, request.kind);
  const { marketId: _marketId, ...terms } = request;
  return {
    ...terms,
    ...stored,
    id: toOrderId(orderId),
    side: enumName(SIDES, request.side),
    kind,
    selfTrade: enumName(SELF_TRADES, request.selfTrade),
    lots: BigInt(request.lots),
    lotsLeft: BigInt(stored.lotsLeft),
    openLots: BigInt(stored.openLots),
    weights: kind === "TWAP" ? [] : decodeWeights(request.weights, request.slices),
  };
}

/**
 * What `executeSlice` would do: `dueAt` unix seconds; `lots` zero while the participation cap leaves less than the market takes;
 * `boundTicks` null while there is no reference price. `slice` is the number of slices once only the end is left.
 */
export type SliceDue = { slice: number; dueAt: number; lots: bigint; boundTicks: number | null };

/** Reads the slice that is due, or the next to fall due. Throws `CarbonContractError` for an order that is over. */
export async function readNextSlice(context: ReadContext, orderId: bigint): Promise<SliceDue> {
  const address = context.deployment.contracts.exchange.address;
  const { slice, dueAt, lots, boundTicks } = await call(context, address, exchangeAbi, "nextSlice", [orderId]);
  return { slice, dueAt, lots: BigInt(lots), boundTicks: boundTicks || null };
}
