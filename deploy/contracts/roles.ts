/** Role ids and which function needs which role: the mirror of contracts/governance/Roles.sol and of the interfaces. */
import { toFunctionSelector, type Abi, type AbiFunction } from "viem";
import type { ContractName } from "@carbonxchange/sdk";
import { DeployError } from "../errors.ts";

/** As in contracts/governance/Roles.sol; a test compares the two. ADMIN is OpenZeppelin's own. */
export const ROLE_IDS = {
  ADMIN: 0n,
  UPGRADER: 1n,
  REGISTRY: 2n,
  VERIFIER: 3n,
  COMPLIANCE: 4n,
  GUARDIAN: 5n,
  MARKET_OPERATOR: 6n,
  TREASURER: 7n,
  CUSTODIAN: 8n,
  AUTHORISER: 9n,
  BASKET_CURATOR: 10n,
  RECOVERY: 11n,
  SEPARATOR: 12n,
  ANCHOR: 13n,
} as const;
export type RoleName = keyof typeof ROLE_IDS;

/** The roles that a deployment hands out; ADMIN always goes to the timelock. */
export const GRANTED_ROLES = [
  "UPGRADER",
  "REGISTRY",
  "VERIFIER",
  "COMPLIANCE",
  "GUARDIAN",
  "MARKET_OPERATOR",
  "TREASURER",
  "CUSTODIAN",
  "AUTHORISER",
  "BASKET_CURATOR",
  "RECOVERY",
  "SEPARATOR",
  "ANCHOR",
] as const satisfies readonly RoleName[];
export type GrantedRole = (typeof GRANTED_ROLES)[number];

/** Roles that people hold; RECOVERY and SEPARATOR are contracts' alone. */
export type ConfiguredRole = Exclude<GrantedRole, "RECOVERY" | "SEPARATOR">;
export const isConfigured = (role: GrantedRole): role is ConfiguredRole => role !== "RECOVERY" && role !== "SEPARATOR";
export const CONFIGURED_ROLES = GRANTED_ROLES.filter(isConfigured);

/** The maker's and the checker's role: granted and revoked by SeparatedRoles alone, never both to one account. */
export const SEPARATED_ROLES = ["REGISTRY", "VERIFIER"] as const satisfies readonly GrantedRole[];

/** GUARDIAN only stops things, ANCHOR only records a root for all to compare; holders of every other role announce each call and wait. */
export const INSTANT_ROLES = ["GUARDIAN", "ANCHOR"] as const satisfies readonly ConfiguredRole[];
type InstantRole = (typeof INSTANT_ROLES)[number];
export const isInstant = (role: GrantedRole): role is InstantRole => INSTANT_ROLES.some((instant) => instant === role);
export type DelayedRole = Exclude<ConfiguredRole, InstantRole>;
export const DELAYED_ROLES = CONFIGURED_ROLES.filter((role): role is DelayedRole => !isInstant(role));

/**
 * Function name -> role, for each contract under the AccessManager. A function not named here stays with ADMIN.
 * The AccessManager knows one role per function: a compliance officer who may freeze is made GUARDIAN as well.
 */
export const FUNCTION_ROLES: Partial<Record<ContractName, Readonly<Record<string, GrantedRole>>>> = {
  complianceGate: {
    upgradeToAndCall: "UPGRADER",
    setEligibility: "COMPLIANCE",
    setSanctionsList: "COMPLIANCE",
    setFrozen: "GUARDIAN",
  },
  sanctionsList: {
    upgradeToAndCall: "UPGRADER",
    // to list is to freeze: it must not wait, so compliance officers hold that role as well
    addToSanctionsList: "GUARDIAN",
    removeFromSanctionsList: "COMPLIANCE",
  },
  carbonCredits: {
    upgradeToAndCall: "UPGRADER",
    registerProject: "REGISTRY",
    propose: "REGISTRY",
    correctProposal: "REGISTRY",
    issue: "REGISTRY",
    proposeImport: "REGISTRY",
    issueLeaf: "REGISTRY",
    setConfirmationRequired: "REGISTRY",
    confirmRetirement: "REGISTRY",
    revertRetirement: "REGISTRY",
    attest: "VERIFIER",
    refuse: "VERIFIER",
    attestImport: "VERIFIER",
    refuseImport: "VERIFIER",
    setFrozenTokens: "GUARDIAN",
    forcedTransfer: "RECOVERY",
    retireHeld: "CUSTODIAN",
  },
  retirementCertificate: { upgradeToAndCall: "UPGRADER" },
  // kinds of labels and their attesters are ADMIN's
  labelRegistry: { upgradeToAndCall: "UPGRADER", recordAdjustment: "AUTHORISER" },
  reversalBuffer: {
    upgradeToAndCall: "UPGRADER",
    report: "REGISTRY",
    setInvalidationWindow: "REGISTRY",
    consent: "VERIFIER",
    refuse: "VERIFIER",
    extend: "VERIFIER",
  },
  carbonBasket: { upgradeToAndCall: "UPGRADER", announceRules: "BASKET_CURATOR", withdrawRules: "BASKET_CURATOR" },
  auditAnchor: { anchor: "ANCHOR" },
  walletRecovery: { propose: "COMPLIANCE", confirm: "TREASURER", stop: "GUARDIAN" },
  exchange: {
    upgradeToAndCall: "UPGRADER",
    listAsset: "MARKET_OPERATOR",
    createMarket: "MARKET_OPERATOR",
    setMarketFees: "MARKET_OPERATOR",
    setFeeTiers: "MARKET_OPERATOR",
    openMarket: "MARKET_OPERATOR",
    closeMarket: "MARKET_OPERATOR",
    delistMarket: "MARKET_OPERATOR",
    // bands, halts, the index that bounds them and its sequencer feed loosen only by ADMIN, which acts behind the timelock
    haltMarket: "GUARDIAN",
    collectFees: "TREASURER",
  },
};

/** One function of one contract and the role that may call it. */
export type SelectorRole = { functionName: string; selector: `0x${string}`; role: GrantedRole };

/**
 * The selectors of one contract with their roles, overloads included.
 * @param abi the contract's compiled ABI; a name in the table that the ABI lacks is an error, so that no rule is lost.
 */
export function selectorRoles(contract: ContractName, abi: Abi): SelectorRole[] {
  const rows: SelectorRole[] = [];
  for (const [functionName, role] of Object.entries(FUNCTION_ROLES[contract] ?? {})) {
    const overloads = abi.filter((item): item is AbiFunction => item.type === "function" && item.name === functionName);
    if (overloads.length === 0) throw new DeployError("BAD_CONFIG", `${contract} has no function ${functionName}`);
    for (const item of overloads) rows.push({ functionName, selector: toFunctionSelector(item), role });
  }
  return rows;
}
