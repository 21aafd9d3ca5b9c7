import type { Hex } from "viem";
import { isReportHash } from "./issuance-form.ts";

/** What a verifier states: the hash of the report that was read, which must be the proposed one. */
export type AttestForm = { summary: Hex | null; problem: string | undefined };

/** Reads the verifier's hash; nobody attests blindly, so it has to be given and to match. */
export function readAttestForm(typed: string, proposed: Hex): AttestForm {
  const text = typed.trim();
  if (text === "") return { summary: null, problem: undefined };
  if (!isReportHash(text)) return { summary: null, problem: "A report hash is 0x and 64 hex digits." };
  if (text.toLowerCase() !== proposed.toLowerCase()) {
    return {
      summary: null,
      problem: "This is not the report that was proposed: the hashes differ. Refuse it, or choose the right file.",
    };
  }
  return { summary: proposed, problem: undefined };
}
