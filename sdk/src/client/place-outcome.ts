import type { Address, TransactionReceipt } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { decodeFills } from "../codecs/fills.ts";
import type { Fill } from "../codecs/fills.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { receiptEvents } from "./receipt-events.ts";

/**
 * What became of orders in a mined transaction, from its events. `resting` and `deferred` are the ids now in the book and in
 * the queue; `filledLots`, `notional` and `takerFee` (quote base units) sum over the takes.
 */
export type PlaceOutcome = {
  resting: OrderId[];
  deferred: OrderId[];
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
  fills: Fill[];
};

/** Reads the outcome of `place` or `placeBatch` from the receipt. */
export function placeOutcome(receipt: TransactionReceipt, exchange: Address): PlaceOutcome {
  const outcome: PlaceOutcome = { resting: [], deferred: [], filledLots: 0n, notional: 0n, takerFee: 0n, fills: [] };
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "Taken")) {
    outcome.filledLots += BigInt(args.filledLots);
    outcome.notional += args.notional;
    outcome.takerFee += args.takerFee;
    outcome.fills.push(...decodeFills(args.fills));
  }
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "OrderPlaced")) {
    outcome.resting.push(toOrderId(args.orderId));
  }
  for (const { args } of receiptEvents(receipt, exchange, exchangeAbi, "OrderDeferred")) {
    outcome.deferred.push(toOrderId(args.orderId));
  }
  return outcome;
}
