import { buildRetireRequest, type RetirementInput } from "@carbonxchange/sdk";
import { localAccount, type LocalRole } from "../accounts.ts";
import { act, TONNE, type SeedContext } from "./context.ts";
import type { SeededBatch } from "./registry.ts";

const RETIREMENTS: readonly (Omit<RetirementInput, "account" | "batchId"> & { role: LocalRole; nativeId: string })[] = [
  {
    role: "alice",
    nativeId: "VCS1477",
    units: 25n * TONNE,
    purpose: "VOLUNTARY",
    statement: "Business travel of the year 2025",
  },
  { role: "bob", nativeId: "VCS2250", units: 12_500n, purpose: "VOLUNTARY", statement: "Data centre, first quarter" },
  {
    role: "makerB",
    nativeId: "ART102",
    units: 400n * TONNE,
    purpose: "CORSIA",
    statement: "Illustrative airline obligation",
  },
];

/** A few retirements, so that there are certificates to look at. */
export async function seedRetirements(context: SeedContext, batches: readonly SeededBatch[]): Promise<void> {
  for (const { role, nativeId, ...details } of RETIREMENTS) {
    const batch = batches.find(({ entry }) => entry.nativeId === nativeId);
    if (batch === undefined) continue;
    const account = localAccount(role).account.address;
    await act(context, role, buildRetireRequest(context.deployment, { ...details, account, batchId: batch.batchId }));
  }
  await context.sender.settle();
}
