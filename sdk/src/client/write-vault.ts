import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { toCarbonContractError } from "../errors/contract-error.ts";
import {
  buildApproveRequest,
  buildDepositRequest,
  buildDepositWithPermitRequest,
  buildSendCreditsToVaultRequest,
  buildWithdrawRequest,
} from "../requests/vault.ts";
import type { WriteContext } from "./client-context.ts";
import { readAllowance, signPermit } from "./permit.ts";
import { readAsset } from "./read-market.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** A vault movement: the free balance afterwards, in the asset's own unit. */
export type VaultMovement = { asset: number; amount: bigint; freeAfter: bigint };

const accountAddress = (context: WriteContext): Address =>
  typeof context.account === "string" ? context.account : context.account.address;

function movement(context: WriteContext, sent: Sent, eventName: "Deposited" | "Withdrawn"): VaultMovement {
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, eventName);
  return { asset: args.asset, amount: args.amount, freeAfter: args.freeAfter };
}

/**
 * Moves an ERC-20 into the vault. Without a sufficient allowance it signs a permit when `permitDeadline` (unix seconds) is
 * given, else it sends an approval of exactly the amount first. Throws `CarbonContractError`.
 */
export async function deposit(
  context: WriteContext,
  asset: number,
  amount: bigint,
  options: { permitDeadline?: bigint } = {},
): Promise<Sent & VaultMovement> {
  const { token } = await readAsset(context, asset);
  const owner = accountAddress(context);
  const spender = context.deployment.contracts.exchange.address;
  const allowed = (await readAllowance(context, token, owner, spender)) >= amount;
  if (!allowed && options.permitDeadline !== undefined) {
    const deadline = options.permitDeadline;
    try {
      const permit = await signPermit(context, { token, owner, spender, value: amount, deadline });
      const sent = await send(context, buildDepositWithPermitRequest(context.deployment, asset, amount, permit));
      return { ...sent, ...movement(context, sent, "Deposited") };
    } catch (error) {
      throw toCarbonContractError(error);
    }
  }
  if (!allowed) await send(context, buildApproveRequest(context.deployment, amount, token));
  const sent = await send(context, buildDepositRequest(context.deployment, asset, amount));
  return { ...sent, ...movement(context, sent, "Deposited") };
}

/** Moves credits (kg) of a batch into the vault by sending them there: one transaction, no approval. */
export async function depositCredits(
  context: WriteContext,
  batchId: bigint,
  units: bigint,
): Promise<Sent & VaultMovement> {
  const request = buildSendCreditsToVaultRequest(context.deployment, accountAddress(context), batchId, units);
  const sent = await send(context, request);
  return { ...sent, ...movement(context, sent, "Deposited") };
}

/** Pays a free balance out, to the account itself unless `to` is given. Throws `CarbonContractError`. */
export async function withdraw(
  context: WriteContext,
  asset: number,
  amount: bigint,
  to: Address = accountAddress(context),
): Promise<Sent & VaultMovement> {
  const sent = await send(context, buildWithdrawRequest(context.deployment, asset, amount, to));
  return { ...sent, ...movement(context, sent, "Withdrawn") };
}
