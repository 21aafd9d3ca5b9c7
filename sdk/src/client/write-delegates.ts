import type { Address, Hex } from "viem";
import { toCarbonContractError } from "../errors/contract-error.ts";
import {
  buildCancelByRequest,
  buildCancelSignedRequest,
  buildInvalidateNonceRequest,
  buildPlaceByRequest,
  buildPlaceSignedRequest,
  buildSetOperatorRequest,
} from "../requests/delegates.ts";
import type { OrderInput } from "../requests/order-input.ts";
import { cancelOrdersTypedData, placeOrderTypedData } from "../requests/signed-orders.ts";
import type { CancelToSign, OrderToSign } from "../requests/signed-orders.ts";
import type { WriteContext } from "./client-context.ts";
import { placeOutcome } from "./place-outcome.ts";
import type { PlaceOutcome } from "./place-outcome.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";
import { cancelledOrders } from "./write-trading.ts";
import type { Cancelled } from "./write-trading.ts";

/** Lets a second key trade for the wallet's account before `until` (unix seconds); zero ends it at once. */
export function setOperator(context: WriteContext, operator: Address, until: number): Promise<Sent> {
  return send(context, buildSetOperatorRequest(context.deployment, operator, until));
}

/** Places orders for an account whose operator the wallet is. Throws `CarbonContractError`; then none is placed. */
export async function placeBy(
  context: WriteContext,
  account: Address,
  orders: readonly OrderInput[],
): Promise<Sent & PlaceOutcome> {
  const sent = await send(context, buildPlaceByRequest(context.deployment, account, orders));
  return { ...sent, ...placeOutcome(sent.receipt, context.deployment.contracts.exchange.address) };
}

/** Cancels orders of an account whose operator the wallet is; those no longer live are skipped. */
export async function cancelBy(
  context: WriteContext,
  account: Address,
  orderIds: readonly bigint[],
): Promise<Sent & Cancelled> {
  const sent = await send(context, buildCancelByRequest(context.deployment, account, orderIds));
  return { ...sent, ...cancelledOrders(context, sent) };
}

/** What of a request its wallet signs: the account is the wallet's own. */
type Own<T extends { account: Address }> = Omit<T, "account">;

const accountOf = ({ account }: WriteContext): Address => (typeof account === "string" ? account : account.address);

/** Asks the wallet to sign an order, for anyone to submit. */
export async function signOrder(
  context: WriteContext,
  order: Own<OrderToSign>,
): Promise<{ signed: OrderToSign; signature: Hex }> {
  const signed = { ...order, account: accountOf(context) };
  const chainId = await context.publicClient.getChainId();
  const typedData = placeOrderTypedData(context.deployment, chainId, signed);
  return {
    signed,
    signature: await signing(() => context.walletClient.signTypedData({ ...typedData, account: context.account })),
  };
}

/** Asks the wallet to sign cancellations, for anyone to submit. */
export async function signCancel(
  context: WriteContext,
  cancel: Own<CancelToSign>,
): Promise<{ signed: CancelToSign; signature: Hex }> {
  const signed = { ...cancel, account: accountOf(context) };
  const chainId = await context.publicClient.getChainId();
  const typedData = cancelOrdersTypedData(context.deployment, chainId, signed);
  return {
    signed,
    signature: await signing(() => context.walletClient.signTypedData({ ...typedData, account: context.account })),
  };
}

async function signing(ask: () => Promise<Hex>): Promise<Hex> {
  try {
    return await ask();
  } catch (error) {
    throw toCarbonContractError(error);
  }
}

/** Submits an order that its account has signed. */
export async function placeSigned(
  context: WriteContext,
  signed: OrderToSign,
  signature: Hex,
): Promise<Sent & PlaceOutcome> {
  const sent = await send(context, buildPlaceSignedRequest(context.deployment, signed, signature));
  return { ...sent, ...placeOutcome(sent.receipt, context.deployment.contracts.exchange.address) };
}

/** Submits cancellations that their account has signed. */
export async function cancelSigned(
  context: WriteContext,
  signed: CancelToSign,
  signature: Hex,
): Promise<Sent & Cancelled> {
  const sent = await send(context, buildCancelSignedRequest(context.deployment, signed, signature));
  return { ...sent, ...cancelledOrders(context, sent) };
}

/** Gives up one nonce of the wallet's account. */
export function invalidateNonce(context: WriteContext, nonce: bigint): Promise<Sent> {
  return send(context, buildInvalidateNonceRequest(context.deployment, nonce));
}
