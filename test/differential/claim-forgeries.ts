import { keccak256, stringToHex } from "viem";
import type { Hex } from "viem";
import * as slots from "./claim-slots.ts";
import { ALICE, FOREST, IMPORTED, OLD_FOREST } from "./claims-year.ts";
import type { ClaimsYear } from "./claims-year.ts";
import { BATCH, VERIFIER } from "./exchange-rig.ts";
import type { Forgery } from "./forgery.ts";
import { retirementSlot } from "./storage-slots.ts";

type Contract = Forgery["contract"];
const SHARE = (1n << 64n) | 1n;

/** Where accounts and the import's root are known once the year was lived. */
export type ForgedWorld = { who: (account: number) => Hex; year: () => ClaimsYear };

/** One stored word each: in which contract, where, which bits, and the figure that must be named. */
type Row = readonly [name: string, slot: () => bigint, bits: bigint, figure: RegExp];

function table(contract: Contract, rows: readonly Row[]): [string, Forgery][] {
  return rows.map(([name, slot, bits, figure]) => [name, { contract, slot, bits, figure }]);
}

const labelRows = ({ who }: ForgedWorld): Row[] => [
  ["a label's code", () => slots.labelCodeSlot(0n), 1n << 248n, /^labelRegistry\.label\(0\)$/],
  ["an attester", () => slots.attesterSlot(1n, who(VERIFIER)), 1n, /^labelRegistry\.isAttester\(1, /],
  ["a dismissed attester", () => slots.attesterSlot(1n, who(ALICE)), 1n, /^labelRegistry\.isAttester\(1, /],
  ["a batch's label mask", () => slots.labelMaskSlot(BATCH), 2n, /^labelRegistry\.labelsAt\(/],
  [
    "the label mask of a batch without labels",
    () => slots.labelMaskSlot(IMPORTED),
    (1n << 207n) | 1n,
    /^labelRegistry\.labelsAt\(/,
  ],
  ["from when a label mask holds", () => slots.labelMaskSlot(BATCH), 1n << 158n, /^labelRegistry\.labelsAt\(/],
  ["until when a label mask holds", () => slots.labelMaskSlot(BATCH), 1n << 199n, /^labelRegistry\.labelsAt\(/],
  [
    "who attested",
    () => slots.attestationSlot(BATCH, 0n, 0n, 0n),
    1n,
    /^labelRegistry\.attestations\(.*, 0\)\.0\.attester$/,
  ],
  [
    "from when a label holds",
    () => slots.attestationSlot(BATCH, 1n, 0n, 0n),
    1n << 160n,
    /\.attestations\(.*, 1\)\.0\.from$/,
  ],
  [
    "until when a label holds",
    () => slots.attestationSlot(BATCH, 1n, 2n, 0n),
    1n << 200n,
    /\.attestations\(.*, 1\)\.2\.until$/,
  ],
  ["until when a label was attested", () => slots.attestationSlot(BATCH, 1n, 1n, 1n), 1n, /\)\.1\.attestedUntil$/],
  ["when a label was attested", () => slots.attestationSlot(BATCH, 1n, 1n, 1n), 1n << 40n, /\)\.1\.attestedAt$/],
  ["a label's revocation", () => slots.attestationSlot(BATCH, 1n, 1n, 1n), 1n << 80n, /\)\.1\.revokedAt$/],
  ["an attestation's evidence", () => slots.attestationSlot(FOREST, 0n, 0n, 2n), 1n, /\)\.0\.evidence$/],
  ["an adjustment's status", () => slots.adjustmentSlot(BATCH, 1n, 0n), 1n << 8n, /\.adjustments\(.*\)\.1\.status$/],
  ["an adjustment's country", () => slots.adjustmentSlot(BATCH, 0n, 0n), 1n << 24n, /\)\.0\.hostParty$/],
  ["an adjustment's date", () => slots.adjustmentSlot(BATCH, 1n, 0n), 1n << 40n, /\)\.1\.effectiveAt$/],
  ["an adjustment's letter", () => slots.adjustmentSlot(BATCH, 1n, 1n), 1n, /\)\.1\.authorisationRef$/],
];

const bufferRows: Row[] = [
  ["the buffer's total", () => slots.bufferTotalSlot, 1n << 160n, /^reversalBuffer\.totalBufferUnits\(\)$/],
  ["the buffer of a batch", () => slots.bufferHoldingSlot(BATCH), 1n, /^reversalBuffer\.bufferUnits\(/],
  [
    "the buffer of a batch that never had one",
    () => slots.bufferHoldingSlot(IMPORTED),
    1n,
    /^reversalBuffer\.bufferUnits\(/,
  ],
  ["the buffer of a project", () => slots.bufferProjectSlot(1n), 1n, /^reversalBuffer\.projectBufferUnits\(1\)$/],
  ["a loss case's reporter", () => slots.caseSlot(2n, 0n), 1n, /^reversalBuffer\.caseOf\(2\)\.reporter$/],
  ["a loss case's status", () => slots.caseSlot(3n, 0n), 1n << 224n, /^reversalBuffer\.caseOf\(3\)\.status$/],
  [
    "a loss case's intent",
    () => slots.caseSlot(2n, 0n),
    1n << 248n,
    /^reversalBuffer\.caseOf\(2\)\.report\.intentional$/,
  ],
  ["a loss case's verifier", () => slots.caseSlot(2n, 1n), 1n, /^reversalBuffer\.caseOf\(2\)\.verifier$/],
  ["a loss case's deadline", () => slots.caseSlot(6n, 1n), 1n << 160n, /^reversalBuffer\.caseOf\(6\)\.deadline$/],
  ["a loss case's units", () => slots.caseSlot(2n, 2n), 1n, /^reversalBuffer\.caseOf\(2\)\.units$/],
  [
    "what nobody covered of a loss",
    () => slots.caseSlot(2n, 2n),
    1n << 64n,
    /^reversalBuffer\.caseOf\(2\)\.uncoveredUnits$/,
  ],
  [
    "what a case says of a batch",
    () => slots.caseLossSlot(2n, 1n),
    1n,
    /^reversalBuffer\.caseOf\(2\)\.losses\.0\.units$/,
  ],
  ["how many cases wait", () => slots.settledSlot, 1n, /^reversalBuffer\.counts\(\)\.waiting$/],
  ["a batch's open case", () => slots.watchSlot(BATCH), 1n, /^reversalBuffer\.openCaseOf\(/],
  ["an invalidation window", () => slots.watchSlot(FOREST), 1n << 144n, /^reversalBuffer\.invalidationEndsAt\(/],
  [
    "an invalidation window that nobody set",
    () => slots.watchSlot(OLD_FOREST),
    1n << 150n,
    /^reversalBuffer\.invalidationEndsAt\(/,
  ],
  ["what a batch lost", () => slots.lossSlot(FOREST), 1n, /^reversalBuffer\.lossOf\(.*\)\.reversedUnits$/],
  [
    "what was made good of a batch",
    () => slots.lossSlot(FOREST),
    1n << 64n,
    /^reversalBuffer\.statusOf\(.*\)\.coveredUnits$/,
  ],
  ["a batch's impairment", () => slots.lossSlot(FOREST), 1n << 130n, /^reversalBuffer\.lossOf\(.*\)\.impairedUnits$/],
  [
    "the impairment that certificates show",
    () => slots.lossSlot(OLD_FOREST),
    1n << 140n,
    /^reversalBuffer\.statusOf\(.*\)\.impairedBps$/,
  ],
  [
    "a whole batch's impairment",
    () => slots.lossSlot(BATCH),
    1n << 128n,
    /^reversalBuffer\.lossOf\(.*\)\.impairedUnits$/,
  ],
  ["a project's debt", () => slots.debtSlot(2n), 1n, /^reversalBuffer\.debtOf\(2\)$/],
  ["a bond's guarantor", () => slots.bondSlot(2n, 0n), 1n, /^reversalBuffer\.bond\(2\)\.guarantor$/],
  ["a bond's batch", () => slots.bondSlot(3n, 1n), 1n << 128n, /^reversalBuffer\.bond\(3\)\.batchId$/],
  ["a bond's units", () => slots.bondSlot(3n, 2n), 1n, /^reversalBuffer\.bond\(3\)\.units$/],
  ["a bond's date", () => slots.bondSlot(3n, 2n), 1n << 64n, /^reversalBuffer\.bond\(3\)\.lockedUntil$/],
  ["a project's bonds", () => slots.projectBondsSlot(3n), 1n, /^reversalBuffer\.bondUnits\(3\)$/],
];

const VERRA = keccak256(stringToHex("Verra"));

const basketRows = ({ who }: ForgedWorld): Row[] => [
  ["a basket's supply", () => slots.basketSupplySlot, 1n, /^carbonBasket\(0x.*\)\.totalSupply\(\)$/],
  ["a holder's basket tokens", () => slots.basketTokensSlot(who(ALICE)), 1n, /^carbonBasket\(0x.*\)\.balanceOf\(/],
  ["a basket's rules in force", () => slots.basketVersionsSlot, 1n << 160n, /\.versions\(\)\.active$/],
  ["a basket's announced rules", () => slots.basketVersionsSlot, 1n << 192n, /\.versions\(\)\.announced$/],
  ["when a basket's rules change", () => slots.basketDatesSlot, 1n << 160n, /\.versions\(\)\.effectiveAt$/],
  ["a basket's rule delay", () => slots.basketDatesSlot, 1n << 200n, /\.ruleDelay\(\)$/],
  ["the labels that a basket asks", () => slots.basketLabelsSlot, 1n, /\.links\(\)\.labels$/],
  ["the buffer that a basket asks", () => slots.basketImpairmentSlot, 1n, /\.links\(\)\.impairment$/],
  ["who gets a basket's fees", () => slots.basketRecipientSlot, 1n, /\.feeRecipient\(\)$/],
  ["a basket's fee", () => slots.basketRulesSlot(3n, 0n), 1n << 144n, /\.rulesOf\(3\)\.terms\.feeBps$/],
  ["the cap of announced rules", () => slots.basketRulesSlot(4n, 0n), 1n << 80n, /\.rulesOf\(4\)\.terms\.capUnits$/],
  ["the labels that rules require", () => slots.basketRulesSlot(3n, 1n), 1n, /\.rulesOf\(3\)\.terms\.requiredLabels$/],
  ["how a list of rules is read", () => slots.basketRulesSlot(3n, 2n), 3n << 16n, /\.rulesOf\(3\)\.modes\.2$/],
  ["what a list of rules names", () => slots.basketListedSlot(3n, 2n, VERRA), 1n, /\.isListed\(3, 2, /],
  ["the years of a basket's vintages", () => slots.basketYearsSlot, 1n, /\.vintageYears\(\)$/],
  ["a batch on a basket's shelf", () => slots.basketShelfSlot(2020n, 0n), 1n, /\.batchesOf\(2020\)\.0$/],
];

const creditRows = ({ year }: ForgedWorld): Row[] => [
  ["whether retirements need confirmation", () => slots.confirmationSlot(3n), 1n, /\.isConfirmationRequired\(3\)$/],
  ["the same of another project", () => slots.confirmationSlot(2n), 1n, /\.isConfirmationRequired\(2\)$/],
  ["who asked for a retirement", () => slots.requestSlot(3n, 0n), 1n, /\.retirementRequest\(3\)\.account$/],
  [
    "when a retirement was asked for",
    () => slots.requestSlot(3n, 0n),
    1n << 160n,
    /\.retirementRequest\(3\)\.requestedAt$/,
  ],
  ["a request's status", () => slots.requestSlot(3n, 0n), 1n << 201n, /\.retirementRequest\(3\)\.status$/],
  ["a request's beneficiary", () => slots.requestSlot(3n, 1n), 1n, /\.retirementRequest\(3\)\.details\.beneficiary$/],
  ["a request's units", () => slots.requestPortionSlot(3n, 1n), 1n, /\.retirementRequest\(3\)\.portions\.0\.units$/],
  ["an import's proposer", () => slots.importSlot(year().importRoot, 0n), 1n, /\.issuanceImport\(.*\)\.proposer$/],
  ["when an import was proposed", () => slots.importSlot(year().importRoot, 0n), 1n << 160n, /\)\.proposedAt$/],
  ["an import's size", () => slots.importSlot(year().importRoot, 0n), 1n << 200n, /\.issuanceImport\(.*\)\.count$/],
  ["an import's progress", () => slots.importSlot(year().importRoot, 1n), 1n << 160n, /\)\.issuedCount$/],
  ["a used leaf", () => slots.importLeavesSlot(year().importRoot), 1n, /\.isLeafIssued\(.*, 0\)$/],
  ["an unused leaf", () => slots.importLeavesSlot(year().importRoot), 4n, /\.isLeafIssued\(.*, 2\)$/],
  [
    "the units of a retirement's certificate",
    () => retirementSlot(1n, 0n),
    1n << 161n,
    /^retirementCertificate\.shareOf\(1\)\.2$/,
  ],
];

const certificateRows: Row[] = [
  ["what a certificate passed on", () => slots.shareSlot(1n), 1n << 128n, /^retirementCertificate\.shareOf\(1\)\.3$/],
  ["where a passed-on part begins", () => slots.shareSlot(SHARE), 1n, /^retirementCertificate\.shareOf\(\d+\)\.1$/],
  [
    "the units of a passed-on part",
    () => slots.shareSlot(SHARE),
    1n << 64n,
    /^retirementCertificate\.shareOf\(\d+\)\.2$/,
  ],
  ["who holds a passed-on part", () => slots.shareOwnerSlot(SHARE), 1n, /^retirementCertificate\.ownerOf\(\d+\)$/],
  [
    "what the codes of certificates begin with",
    () => slots.linkPrefixSlot,
    1n << 248n,
    /^retirementCertificate\.linkPrefix\(\)$/,
  ],
];

/** A forgery for each kind of figure behind the claims of credits. */
export function claimForgeries(world: ForgedWorld): [string, Forgery][] {
  return [
    ...table("labelRegistry", labelRows(world)),
    ...table("reversalBuffer", bufferRows),
    ...table("carbonBasket", basketRows(world)),
    ...table("carbonCredits", creditRows(world)),
    ...table("retirementCertificate", certificateRows),
  ];
}
