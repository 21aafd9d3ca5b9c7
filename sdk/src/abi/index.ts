export { accessManagerAbi } from "./generated/accessManager.ts";
export { carbonCreditsAbi } from "./generated/carbonCredits.ts";
export { complianceGateAbi } from "./generated/complianceGate.ts";
export { exchangeAbi } from "./generated/exchange.ts";
export { retirementCertificateAbi } from "./generated/retirementCertificate.ts";
export { sanctionsListAbi } from "./generated/sanctionsList.ts";
export { contractErrorsAbi } from "./generated/errors.ts";
