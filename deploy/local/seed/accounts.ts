import { keccak256, toHex } from "viem";
import { buildApproveRequest, buildSetEligibilityRequest } from "@carbonxchange/sdk";
import { testQuoteTokenAbi } from "@carbonxchange/sdk";
import { localAccount, type LocalRole } from "../accounts.ts";
import { act, type SeedContext } from "./context.ts";

/** Who may trade, in which tier; the outsider is left out on purpose. */
const ELIGIBLE: Partial<Record<LocalRole, { tier: number; country: string }>> = {
  registry: { tier: 3, country: "CH" },
  alice: { tier: 2, country: "DE" },
  bob: { tier: 1, country: "SG" },
  makerA: { tier: 3, country: "GB" },
  makerB: { tier: 3, country: "US" },
  keeper: { tier: 1, country: "CH" }, // else what orders prepay for their execution could not be credited to it
};

/** Test dollars in each wallet, base units. */
export const CASH: Partial<Record<LocalRole, bigint>> = {
  alice: 1_000_000_000_000n,
  bob: 1_000_000_000_000n,
  makerA: 40_000_000_000_000n,
  makerB: 40_000_000_000_000n,
  outsider: 10_000_000_000n,
};

const YEAR_SECONDS = 365 * 86_400;

/** Eligibility records and test dollars. */
export async function seedAccounts(context: SeedContext): Promise<void> {
  const { deployment, sender, nowSeconds } = context;
  for (const [role, { tier, country }] of Object.entries(ELIGIBLE) as [
    LocalRole,
    { tier: number; country: string },
  ][]) {
    const { address } = localAccount(role).account;
    const record = { account: address, tier, country, expiresAt: nowSeconds + YEAR_SECONDS };
    const attestationId = keccak256(toHex(`local attestation of ${role}`));
    await act(context, "officer", buildSetEligibilityRequest(deployment, { ...record, attestationId }));
  }
  for (const [role, amount] of Object.entries(CASH) as [LocalRole, bigint][]) {
    await act(context, role, {
      address: deployment.contracts.quoteToken.address,
      abi: testQuoteTokenAbi,
      functionName: "mint",
      args: [localAccount(role).account.address, amount],
    });
    if (role !== "outsider") await act(context, role, buildApproveRequest(deployment, 2n ** 255n));
  }
  await sender.settle();
}
