import { erc1155Abi, erc20Abi } from "viem";
import type { Address, Hex } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { faucetAbi } from "../abi/erc20-permit.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type Exchange = typeof exchangeAbi;

/** Moves an ERC-20 into the vault; needs an allowance, see `buildApproveRequest`. */
export function buildDepositRequest(
  deployment: Addresses,
  asset: number,
  amount: bigint,
): ContractRequest<Exchange, "deposit"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "deposit", [asset, amount]);
}

/** An ERC-2612 signature: `deadline` in unix seconds. */
export type PermitSignature = { deadline: bigint; v: number; r: Hex; s: Hex };

/** Deposits with a signed permit, in one transaction. */
export function buildDepositWithPermitRequest(
  deployment: Addresses,
  asset: number,
  amount: bigint,
  permit: PermitSignature,
): ContractRequest<Exchange, "depositWithPermit"> {
  const args = [asset, amount, permit.deadline, permit.v, permit.r, permit.s] as const;
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "depositWithPermit", args);
}

/** Moves credits into the vault by their index; needs `buildApproveCreditsRequest` first. */
export function buildDepositCreditsRequest(
  deployment: Addresses,
  asset: number,
  units: bigint,
): ContractRequest<Exchange, "depositCredits"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "depositCredits", [asset, units]);
}

/** Moves credits into the vault by sending them to the exchange: one transaction and no approval. */
export function buildSendCreditsToVaultRequest(
  deployment: Addresses,
  from: Address,
  batchId: bigint,
  units: bigint,
): ContractRequest<typeof erc1155Abi, "safeTransferFrom"> {
  const args = [from, deployment.contracts.exchange.address, batchId, units, "0x"] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, erc1155Abi, "safeTransferFrom", args);
}

/** Pays a free vault balance out to `to`. */
export function buildWithdrawRequest(
  deployment: Addresses,
  asset: number,
  amount: bigint,
  to: Address,
): ContractRequest<Exchange, "withdraw"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "withdraw", [asset, amount, to]);
}

/** Lets the exchange take `amount` of an ERC-20 (the deployment's quote token unless another is given). */
export function buildApproveRequest(
  deployment: Addresses,
  amount: bigint,
  token: Address = deployment.contracts.quoteToken.address,
): ContractRequest<typeof erc20Abi, "approve"> {
  return contractRequest(token, erc20Abi, "approve", [deployment.contracts.exchange.address, amount]);
}

/** Lets the exchange (or another operator) move all credits of the caller; `approved` false takes it back. */
export function buildApproveCreditsRequest(
  deployment: Addresses,
  approved = true,
  operator: Address = deployment.contracts.exchange.address,
): ContractRequest<typeof erc1155Abi, "setApprovalForAll"> {
  return contractRequest(deployment.contracts.carbonCredits.address, erc1155Abi, "setApprovalForAll", [
    operator,
    approved,
  ]);
}

/** Local chains only: takes test quote tokens from the open faucet. */
export function buildFaucetRequest(
  deployment: Addresses,
  to: Address,
  amount: bigint,
): ContractRequest<typeof faucetAbi, "mint"> {
  return contractRequest(deployment.contracts.quoteToken.address, faucetAbi, "mint", [to, amount]);
}
