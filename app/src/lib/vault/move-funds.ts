import {
  buildApproveCreditsRequest,
  buildApproveRequest,
  buildDepositCreditsRequest,
  buildDepositRequest,
  buildDepositWithPermitRequest,
  buildSendCreditsToVaultRequest,
  buildWithdrawRequest,
} from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ContractCall } from "../chain/contract-call.ts";
import { quote, tonnes } from "../format/numbers.ts";
import type { MarketInfo } from "../market/market-info.ts";
import type { Services } from "../services.ts";
import { explainError } from "../transactions/explain-error.ts";
import type { Outcome } from "../transactions/transactions.svelte.ts";
import { readMarketBalances } from "./balances.ts";
import { signPermit } from "./permit.ts";
import type { VaultInput } from "./vault-form.ts";

export type VaultMarket = Pick<
  MarketInfo,
  "quoteToken" | "quoteAsset" | "quoteSymbol" | "quoteDecimals" | "baseAsset" | "batchId" | "symbol"
>;
type Move = { services: Services; market: VaultMarket; account: Address; amount: bigint };

const money = ({ market, amount }: Move) => `${quote(amount, market.quoteDecimals)} ${market.quoteSymbol}`;
const weight = ({ market, amount }: Move) => `${tonnes(amount)} t ${market.symbol.split("/")[0]}`;

async function depositQuote(move: Move, way: VaultInput["way"], stillWanted: () => boolean): Promise<Outcome> {
  const { services, market, account, amount } = move;
  const { transactions, settings, reader, wagmi, clock, wallet } = services;
  const label = `Deposit ${money(move)}`;
  if (wallet.onWrongChain && !(await wallet.switchToHome())) return { ok: false, problem: wallet.problem };
  if (way === "DIRECT") {
    try {
      const question = { token: market.quoteToken, owner: account, amount, nowSeconds: Number(clock.timestamp) };
      const permit = await signPermit(wagmi, reader, question);
      if (!stillWanted()) return { ok: false, problem: "You chose another way while the wallet was asked." };
      const call = buildDepositWithPermitRequest(settings.deployment, market.quoteAsset, amount, permit);
      return await transactions.send(label, call);
    } catch (error) {
      return { ok: false, problem: explainError(error) };
    }
  }
  const { quoteAllowance } = await readMarketBalances(reader, account, market);
  if (quoteAllowance < amount) {
    const approval = buildApproveRequest(settings.deployment, amount, market.quoteToken);
    const approved = await transactions.send(`Approve ${money(move)} for the exchange`, approval);
    if (!approved.ok) return approved;
  }
  return transactions.send(label, buildDepositRequest(settings.deployment, market.quoteAsset, amount));
}

async function depositCredits(move: Move, way: VaultInput["way"]): Promise<Outcome> {
  const { services, market, account, amount } = move;
  const { transactions, settings, reader } = services;
  const label = `Deposit ${weight(move)}`;
  if (way === "DIRECT") {
    return transactions.send(
      label,
      buildSendCreditsToVaultRequest(settings.deployment, account, market.batchId, amount),
    );
  }
  const { creditApproved } = await readMarketBalances(reader, account, market);
  if (!creditApproved) {
    const approved = await transactions.send(
      "Approve credits for the exchange",
      buildApproveCreditsRequest(settings.deployment),
    );
    if (!approved.ok) return approved;
  }
  return transactions.send(label, buildDepositCreditsRequest(settings.deployment, market.baseAsset, amount));
}

/** Moves an amount into or out of the vault, with the approvals it needs on the way. */
export function moveFunds(move: Move, input: VaultInput, stillWanted: () => boolean = () => true): Promise<Outcome> {
  const isQuote = input.asset === "QUOTE";
  if (input.direction === "DEPOSIT") {
    return isQuote ? depositQuote(move, input.way, stillWanted) : depositCredits(move, input.way);
  }
  const { services, market, account, amount } = move;
  const asset = isQuote ? market.quoteAsset : market.baseAsset;
  const call: ContractCall = buildWithdrawRequest(services.settings.deployment, asset, amount, account);
  return services.transactions.send(`Withdraw ${isQuote ? money(move) : weight(move)}`, call);
}
