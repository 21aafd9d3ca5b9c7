import { zeroHash } from "viem";
import type { Projection } from "./context.ts";
import { countryText } from "./country-text.ts";
import { lower } from "./events.ts";

export const eligibilitySet: Projection<"ComplianceGate:EligibilitySet"> = async ({ args, meta }, { store }) => {
  const account = lower(args.account);
  const before = await store.find("eligibilities", { account });
  await store.put("eligibilities", {
    account,
    tier: args.tier,
    country: countryText(args.country),
    expiresAt: BigInt(args.expiresAt),
    frozen: before?.frozen ?? false,
    attestationId: args.attestationId,
    block: meta.block,
  });
};

export const frozenSet: Projection<"ComplianceGate:FrozenSet"> = async ({ args, meta }, { store }) => {
  const account = lower(args.account);
  const before = await store.find("eligibilities", { account });
  const record = before ?? { account, tier: 0, country: null, expiresAt: 0n, attestationId: zeroHash };
  await store.put("eligibilities", { ...record, frozen: args.frozen, block: meta.block });
};
