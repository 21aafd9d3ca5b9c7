import type { Purpose } from "@carbonxchange/sdk";

/** Why a retirement was made, in words. */
export const PURPOSE_WORDS: Record<Purpose, string> = {
  VOLUNTARY: "Voluntary claim",
  CORSIA: "CORSIA (international aviation)",
  NATIONAL_TAX: "National carbon tax",
  NDC: "Nationally determined contribution",
  OTHER: "Other",
};
