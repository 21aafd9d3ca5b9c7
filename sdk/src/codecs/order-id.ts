import { ORDER_KINDS, enumIndex } from "./enums.ts";
import type { OrderKind } from "./enums.ts";

declare const orderIdBrand: unique symbol;
/** One order for ever: market (32 bits) | kind (8) | priceTicks (16) | sequence (32). Mirrors contracts/types/OrderId.sol. */
export type OrderId = bigint & { readonly [orderIdBrand]: true };

/**
 * The parts of an order id. `priceTicks` is zero for DEFERRED, CONDITIONAL and PARENT; `sequence` counts from 1: place in the
 * level or the work queue, or the market's count of conditional orders, parents or icebergs.
 */
export type OrderIdParts = { marketId: number; kind: OrderKind; priceTicks: number; sequence: number };

const ORDER_ID_BITS = 88n;

function checkField(name: string, value: number, bits: number): void {
  const max = 2 ** bits - 1;
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new RangeError(`order id: ${name} is ${value}, must be a whole number from 0 to ${max}`);
  }
}

/** Packs the parts into an id. Throws `RangeError` naming the part that does not fit its bits. */
export function packOrderId(parts: OrderIdParts): OrderId {
  checkField("marketId", parts.marketId, 32);
  checkField("priceTicks", parts.priceTicks, 16);
  checkField("sequence", parts.sequence, 32);
  const kind = enumIndex(ORDER_KINDS, parts.kind);
  const raw =
    (BigInt(parts.marketId) << 56n) |
    (BigInt(kind) << 48n) |
    (BigInt(parts.priceTicks) << 32n) |
    BigInt(parts.sequence);
  return raw as OrderId;
}

/** Whether a raw number is an id that `packOrderId` can make: upper bits zero and a known kind. */
export function isOrderId(raw: bigint): raw is OrderId {
  return raw >= 0n && raw >> ORDER_ID_BITS === 0n && Number((raw >> 48n) & 0xffn) < ORDER_KINDS.length;
}

/** Brands a raw number, for example one read from an event or the API. Throws `RangeError` when it is malformed. */
export function toOrderId(raw: bigint | string): OrderId {
  const value = BigInt(raw);
  if (!isOrderId(value)) throw new RangeError(`${value} is not an order id`);
  return value;
}

/** Takes an id apart. Throws `RangeError` on a malformed id. */
export function unpackOrderId(id: bigint): OrderIdParts {
  const checked = toOrderId(id);
  const kind = ORDER_KINDS[Number((checked >> 48n) & 0xffn)];
  if (kind === undefined) throw new RangeError(`${id} is not an order id`);
  return {
    marketId: Number(checked >> 56n),
    kind,
    priceTicks: Number((checked >> 32n) & 0xffffn),
    sequence: Number(checked & 0xffffffffn),
  };
}
