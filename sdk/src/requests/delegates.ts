import type { Address, Hex } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { untilField } from "./number-fields.ts";
import { encodeOrder } from "./order-input.ts";
import type { OrderInput } from "./order-input.ts";
import type { CancelToSign, OrderToSign } from "./signed-orders.ts";

type Exchange<
  name extends "setOperator" | "placeBy" | "cancelBy" | "placeSigned" | "cancelSigned" | "invalidateNonces",
> = ContractRequest<typeof exchangeAbi, name>;

/** Lets a second key place and cancel for the caller before `until` (unix seconds); zero ends it at once. */
export function buildSetOperatorRequest(
  deployment: Addresses,
  operator: Address,
  until: number,
): Exchange<"setOperator"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "setOperator", [
    operator,
    untilField(until),
  ]);
}

/** Places up to 50 orders for an account whose operator the caller is; any failure reverts all. */
export function buildPlaceByRequest(
  deployment: Addresses,
  account: Address,
  orders: readonly OrderInput[],
): Exchange<"placeBy"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "placeBy", [account, orders.map(encodeOrder)]);
}

/** Cancels orders of an account whose operator the caller is; what is no longer live is skipped. */
export function buildCancelByRequest(
  deployment: Addresses,
  account: Address,
  orderIds: readonly bigint[],
): Exchange<"cancelBy"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "cancelBy", [account, orderIds.map(toOrderId)]);
}

/** Submits an order that its account has signed, see `placeOrderTypedData`. Anyone may. */
export function buildPlaceSignedRequest(
  deployment: Addresses,
  { account, order, nonce, deadline }: OrderToSign,
  signature: Hex,
): Exchange<"placeSigned"> {
  const args = [account, encodeOrder(order), nonce, deadline, signature] as const;
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "placeSigned", args);
}

/** Submits cancellations that their account has signed, see `cancelOrdersTypedData`. Anyone may. */
export function buildCancelSignedRequest(
  deployment: Addresses,
  { account, orderIds, nonce, deadline }: CancelToSign,
  signature: Hex,
): Exchange<"cancelSigned"> {
  const args = [account, orderIds.map(toOrderId), nonce, deadline, signature] as const;
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "cancelSigned", args);
}

/** Gives up one nonce of the caller's, so that what was signed with it can never be submitted. */
export function buildInvalidateNonceRequest(deployment: Addresses, nonce: bigint): Exchange<"invalidateNonces"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "invalidateNonces", [nonce >> 8n, 1n << (nonce & 0xffn)]);
}
