import type { Address } from "viem";
import { toOrderId } from "../codecs/order-id.ts";
import type { Addresses } from "./addresses.ts";
import { encodeOrder } from "./order-input.ts";
import type { OrderInput } from "./order-input.ts";

/** What is signed with a request: any `nonce` the account has not used, and until when it may be submitted, unix seconds. */
type Signed = { account: Address; nonce: bigint; deadline: bigint };

/** An order for somebody else to submit. */
export type OrderToSign = Signed & { order: OrderInput };
/** Cancellations for somebody else to submit. */
export type CancelToSign = Signed & { orderIds: readonly bigint[] };

const ORDER_REQUEST = [
  { name: "marketId", type: "uint32" },
  { name: "side", type: "uint8" },
  { name: "orderType", type: "uint8" },
  { name: "priceTicks", type: "uint16" },
  { name: "lots", type: "uint40" },
  { name: "minFillLots", type: "uint40" },
  { name: "expiry", type: "uint32" },
  { name: "maxFills", type: "uint16" },
  { name: "clientId", type: "uint64" },
  { name: "selfTrade", type: "uint8" },
  { name: "displayLots", type: "uint24" },
] as const;

const SIGNED_BY = [{ name: "account", type: "address" }] as const;

const ONCE = [
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;

/** The exchange's EIP-712 domain: signatures are good for one address on one chain. Mirrors contracts/libraries/SignedRequests.sol. */
export function signingDomain(deployment: Addresses, chainId: number) {
  const verifyingContract = deployment.contracts.exchange.address;
  return { name: "CarbonXchange", version: "1", chainId, verifyingContract } as const;
}

/** The EIP-712 message of an order, for `signTypedData` of viem or wagmi. Throws `RangeError` as `encodeOrder` does. */
export function placeOrderTypedData(deployment: Addresses, chainId: number, { order, ...signed }: OrderToSign) {
  return {
    domain: signingDomain(deployment, chainId),
    types: {
      PlaceOrder: [...SIGNED_BY, { name: "request", type: "OrderRequest" }, ...ONCE],
      OrderRequest: ORDER_REQUEST,
    },
    primaryType: "PlaceOrder",
    message: { ...signed, request: encodeOrder(order) },
  } as const;
}

/** The EIP-712 message of cancellations. Throws `RangeError` on a malformed id. */
export function cancelOrdersTypedData(deployment: Addresses, chainId: number, { orderIds, ...signed }: CancelToSign) {
  return {
    domain: signingDomain(deployment, chainId),
    types: { CancelOrders: [...SIGNED_BY, { name: "orderIds", type: "uint96[]" }, ...ONCE] },
    primaryType: "CancelOrders",
    message: { ...signed, orderIds: orderIds.map(toOrderId) },
  } as const;
}
