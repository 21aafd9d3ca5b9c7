import type { Address, Hex } from "viem";
import { complianceGateAbi } from "../abi/index.ts";
import { decodeCountry } from "../codecs/country.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** An account's standing: its record, and what the gate makes of it now. `expiresAt` in unix seconds, 0 for no record. */
export type EligibilityRecord = {
  tier: number;
  country: string | null;
  expiresAt: number;
  frozen: boolean;
  attestationId: Hex;
  canTrade: boolean;
  blocked: boolean;
};

/** Reads an account's standing with the compliance gate. */
export async function readEligibility(context: ReadContext, account: Address): Promise<EligibilityRecord> {
  const gate = context.deployment.contracts.complianceGate.address;
  const [record, canTrade, blocked] = await Promise.all([
    call(context, gate, complianceGateAbi, "eligibility", [account]),
    call(context, gate, complianceGateAbi, "canTrade", [account]),
    call(context, gate, complianceGateAbi, "isBlocked", [account]),
  ]);
  return { ...record, country: decodeCountry(record.country), canTrade, blocked };
}
