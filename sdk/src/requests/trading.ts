import { exchangeAbi } from "../abi/index.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { encodeOrder } from "./order-input.ts";
import type { OrderInput } from "./order-input.ts";

/** A request to the exchange; `name` is its function. */
export type ExchangeRequest<name extends "place" | "placeBatch" | "cancel" | "cancelBatch" | "crank" | "prune"> =
  ContractRequest<typeof exchangeAbi, name>;

/** Places one order. */
export function buildPlaceRequest(deployment: Addresses, order: OrderInput): ExchangeRequest<"place"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "place", [encodeOrder(order)]);
}

/** Places up to 50 orders in one transaction; any failure reverts all. */
export function buildPlaceBatchRequest(
  deployment: Addresses,
  orders: readonly OrderInput[],
): ExchangeRequest<"placeBatch"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "placeBatch", [orders.map(encodeOrder)]);
}

/** Cancels a resting or deferred order. */
export function buildCancelRequest(deployment: Addresses, orderId: bigint): ExchangeRequest<"cancel"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "cancel", [toOrderId(orderId)]);
}

/** Cancels several; what is no longer live is skipped. */
export function buildCancelBatchRequest(
  deployment: Addresses,
  orderIds: readonly bigint[],
): ExchangeRequest<"cancelBatch"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "cancelBatch", [orderIds.map(toOrderId)]);
}

/** Executes deferred orders in sequence; `maxSteps` 1 to 150. */
export function buildCrankRequest(deployment: Addresses, marketId: number, maxSteps: number): ExchangeRequest<"crank"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "crank", [marketId, maxSteps]);
}

/** Removes expired and ineligible resting orders. */
export function buildPruneRequest(deployment: Addresses, orderIds: readonly bigint[]): ExchangeRequest<"prune"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "prune", [orderIds.map(toOrderId)]);
}
