import { exchangeAbi } from "../abi/index.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { lotsField, untilField } from "./number-fields.ts";
import { encodeOrder } from "./order-input.ts";
import type { OrderInput } from "./order-input.ts";

type Exchange<name extends "placeEach" | "replace" | "replaceEach" | "amend" | "setDeadMan"> = ContractRequest<
  typeof exchangeAbi,
  name
>;

/** An order to cancel, and what to place instead. */
export type ReplacementInput = { orderId: bigint; order: OrderInput };

/** Places up to 50 orders of which each stands for itself. */
export function buildPlaceEachRequest(deployment: Addresses, orders: readonly OrderInput[]): Exchange<"placeEach"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "placeEach", [orders.map(encodeOrder)]);
}

/** Cancels an order and places another, or does neither. */
export function buildReplaceRequest(deployment: Addresses, { orderId, order }: ReplacementInput): Exchange<"replace"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "replace", [toOrderId(orderId), encodeOrder(order)]);
}

/** Up to 50 replacements of which each stands for itself. */
export function buildReplaceEachRequest(
  deployment: Addresses,
  items: readonly ReplacementInput[],
): Exchange<"replaceEach"> {
  const encoded = items.map(({ orderId, order }) => ({ orderId: toOrderId(orderId), request: encodeOrder(order) }));
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "replaceEach", [encoded]);
}

/** Makes a resting order smaller where it stands; `lots` is its new size. */
export function buildAmendRequest(deployment: Addresses, orderId: bigint, lots: bigint): Exchange<"amend"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "amend", [toOrderId(orderId), lotsField("lots", lots)]);
}

/** Ends the caller's trading at `until` (unix seconds) unless it is set again; zero switches it off. */
export function buildSetDeadManRequest(deployment: Addresses, until: number): Exchange<"setDeadMan"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "setDeadMan", [untilField(until)]);
}
