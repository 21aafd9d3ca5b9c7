import { retirementCertificateAbi } from "../abi/index.ts";
import { buildSplitCertificateRequest } from "../requests/certificates.ts";
import type { SplitInput } from "../requests/certificates.ts";
import type { WriteContext } from "./client-context.ts";
import type { CertificateShare } from "./read-certificate.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

const RETIREMENT_MASK = (1n << 64n) - 1n;

/**
 * Passes a part of a certificate on as a certificate of its own. Only the certificate's holder. Throws `CarbonContractError`
 * "RetirementCertificate_TooMuch" for more than is left.
 */
export async function splitCertificate(context: WriteContext, input: SplitInput): Promise<Sent & CertificateShare> {
  const sent = await send(context, buildSplitCertificateRequest(context.deployment, input));
  const { address } = context.deployment.contracts.retirementCertificate;
  const { args } = requiredEvent(sent.receipt, address, retirementCertificateAbi, "CertificateSplit");
  const { shareId, firstUnit, units } = args;
  return { ...sent, tokenId: shareId, retirementId: shareId & RETIREMENT_MASK, firstUnit, units, givenUnits: 0n };
}
