import type { Address, Hex } from "viem";
import { walletRecoveryAbi } from "../abi/index.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type Recovery = typeof walletRecoveryAbi;
type RecoveryRequest<
  name extends
    | "propose"
    | "object"
    | "stop"
    | "confirm"
    | "recoverCredits"
    | "recoverOrders"
    | "recoverBalances"
    | "recoverBasketTokens",
> = ContractRequest<Recovery, name>;

const recovery = (deployment: Addresses) => deployment.contracts.walletRecovery.address;

/** Whose wallet is lost, who takes over, and the hash of the evidence off chain. */
export type RecoveryInput = { lost: Address; successor: Address; evidence: Hex };

/** Proposes a recovery, which may be confirmed after seven days. Needs the compliance role, called by its holder itself. */
export function buildProposeRecoveryRequest(deployment: Addresses, input: RecoveryInput): RecoveryRequest<"propose"> {
  const args = [input.lost, input.successor, input.evidence] as const;
  return contractRequest(recovery(deployment), walletRecoveryAbi, "propose", args);
}

/** Ends a proposed recovery. Only the wallet said to be lost. */
export function buildObjectRequest(deployment: Addresses, recoveryId: bigint): RecoveryRequest<"object"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "object", [recoveryId]);
}

/** Ends a proposed recovery at once. Needs the guardian role. */
export function buildStopRecoveryRequest(deployment: Addresses, recoveryId: bigint): RecoveryRequest<"stop"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "stop", [recoveryId]);
}

/** Confirms a recovery. Needs the treasurer role, called by its holder itself, who is another than the proposer. */
export function buildConfirmRecoveryRequest(deployment: Addresses, recoveryId: bigint): RecoveryRequest<"confirm"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "confirm", [recoveryId]);
}

/** Moves all credits of these batches in the lost wallet to its successor, once confirmed. Anyone may. */
export function buildRecoverCreditsRequest(
  deployment: Addresses,
  recoveryId: bigint,
  batchIds: readonly bigint[],
): RecoveryRequest<"recoverCredits"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "recoverCredits", [recoveryId, batchIds]);
}

/** Ends orders of the lost account of every kind, at most 150, so that what they hold is free in the vault. Anyone may. */
export function buildRecoverOrdersRequest(
  deployment: Addresses,
  recoveryId: bigint,
  orderIds: readonly bigint[],
): RecoveryRequest<"recoverOrders"> {
  const args = [recoveryId, orderIds.map(toOrderId)] as const;
  return contractRequest(recovery(deployment), walletRecoveryAbi, "recoverOrders", args);
}

/** Moves all that is free of these assets in the vault, at most 150, to the successor's account there. Anyone may. */
export function buildRecoverBalancesRequest(
  deployment: Addresses,
  recoveryId: bigint,
  assets: readonly number[],
): RecoveryRequest<"recoverBalances"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "recoverBalances", [recoveryId, assets]);
}

/** Moves all tokens of these baskets in the lost wallet to its successor, once confirmed. Anyone may. */
export function buildRecoverBasketTokensRequest(
  deployment: Addresses,
  recoveryId: bigint,
  baskets: readonly Address[],
): RecoveryRequest<"recoverBasketTokens"> {
  return contractRequest(recovery(deployment), walletRecoveryAbi, "recoverBasketTokens", [recoveryId, baskets]);
}
