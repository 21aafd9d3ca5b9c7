import type { Address, TransactionReceipt } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { decodeFills } from "../codecs/fills.ts";
import type { Fill } from "../codecs/fills.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { receiptEvents } from "./receipt-events.ts";

/**
 * What became of orders in a mined transaction, from its events. `resting` and `deferred` are the ids now in the book and in
 * the queue, of an iceberg its own and not that of the part that shows; `filledLots`, `notional` and `takerFee` (quote base
 * units) sum over the takes. `breached` is true when the next fill would have left the market's price band, which opened an
 * auction.
 */
export type PlaceOutcome = {
  resting: OrderId[];
  deferred: OrderId[];
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
  fills: Fill[];
  breached: boolean;
};

/** Reads the outcome of `place` or `placeBatch` from the receipt. */
export function placeOutcome(receipt: TransactionReceipt, exchange: Address): PlaceOutcome {
  const outcome: PlaceOutcome = {
    resting: [],
    deferred: [],
    filledLots: 0n,
    notional: 0n,
    takerFee: 0n,
    fills: [],
    breached: receiptEvents(receipt, exchange, exchangeAbi, "BreakerTripped").length > 0,
  };
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "Taken")) {
    outcome.filledLots += BigInt(args.filledLots);
    outcome.notional += args.notional;
    outcome.takerFee += args.takerFee;
    outcome.fills.push(...decodeFills(args.fills));
  }
  const shown = receiptEvents(receipt, exchange, exchangeAbi, "IcebergShown");
  const icebergOf = new Map(shown.map(({ args }) => [args.orderId, args.icebergId]));
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "OrderPlaced")) {
    outcome.resting.push(toOrderId(icebergOf.get(args.orderId) ?? args.orderId));
  }
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "OrderDeferred")) {
    outcome.deferred.push(toOrderId(args.orderId));
  }
  return outcome;
}
