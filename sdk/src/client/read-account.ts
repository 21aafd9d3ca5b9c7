import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** Until when (unix seconds) an operator may trade for an account; null when it may not at all. */
export async function readOperatorUntil(
  context: ReadContext,
  account: Address,
  operator: Address,
): Promise<number | null> {
  const address = context.deployment.contracts.exchange.address;
  return (await call(context, address, exchangeAbi, "operatorUntil", [account, operator])) || null;
}

/** Until when (unix seconds) an account trades unless it renews; null for no end. */
export async function readDeadMan(context: ReadContext, account: Address): Promise<number | null> {
  const address = context.deployment.contracts.exchange.address;
  return (await call(context, address, exchangeAbi, "deadMan", [account])) || null;
}

/** Whether a nonce of signed requests is used or given up. */
export function readIsNonceUsed(context: ReadContext, account: Address, nonce: bigint): Promise<boolean> {
  return call(context, context.deployment.contracts.exchange.address, exchangeAbi, "isNonceUsed", [account, nonce]);
}
