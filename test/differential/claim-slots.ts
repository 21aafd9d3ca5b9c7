/** Where the label registry, the reversal buffer, baskets, and the registry's requests and imports keep single figures. */
import { keccak256, toHex } from "viem";
import type { Hex } from "viem";
import { address, entry, namespace, uint } from "./storage-slots.ts";

const LABELS = namespace("carbonxchange.storage.LabelRegistry");
const BUFFER = namespace("carbonxchange.storage.ReversalBuffer");
const BASKET = namespace("carbonxchange.storage.CarbonBasket");
const CREDITS = namespace("carbonxchange.storage.CarbonCredits");
const CERTIFICATE = namespace("carbonxchange.storage.RetirementCertificate");
const ERC20 = namespace("openzeppelin.storage.ERC20");
const ERC721 = namespace("openzeppelin.storage.ERC721");

/** The first slot of what a dynamic list holds. */
const items = (slot: bigint): bigint => BigInt(keccak256(toHex(slot, { size: 32 })));
const key = (value: Hex) => ({ type: "bytes32", value }) as const;

/** The code of a label, short text: bytes from the left, its length in the last byte. */
export const labelCodeSlot = (labelId: bigint): bigint => items(LABELS + 1n) + labelId;
export const attesterSlot = (labelId: bigint, account: Hex): bigint =>
  entry(entry(LABELS + 3n, uint(labelId)), address(account));
/** mask 128 | from 40 | until 40. */
export const labelMaskSlot = (batchId: bigint): bigint => entry(LABELS + 4n, uint(batchId));
/** Word 0: attester 160 | from 40 | until 40. Word 1: attestedUntil 40 | attestedAt 40 | revokedAt 40. Word 2: evidence. */
export const attestationSlot = (batchId: bigint, labelId: bigint, index: bigint, word: bigint): bigint =>
  items(entry(entry(LABELS + 6n, uint(batchId)), uint(labelId))) + index * 4n + word;
/** Word 0: declaration 8 | status 8 | purposes 8 | hostParty 16 | effectiveAt 40 | recordedAt 40. Word 1: the letter. */
export const adjustmentSlot = (batchId: bigint, index: bigint, word: bigint): bigint =>
  items(entry(LABELS + 7n, uint(batchId))) + index * 2n + word;

/** credits 160 | total units 64. */
export const bufferTotalSlot = BUFFER;
export const bufferHoldingSlot = (batchId: bigint): bigint => entry(BUFFER + 2n, uint(batchId));
/** units 64 | head 32 | place 32. */
export const bufferProjectSlot = (projectId: bigint): bigint => entry(BUFFER + 3n, uint(projectId));
/** Word 0: reporter 160 | project 64 | status 8 | kind 8 | cause 8 | intentional 8. Word 1: verifier 160 | deadline 40. Word 2: units 64 | uncovered 64. */
export const caseSlot = (caseId: bigint, word: bigint): bigint => entry(BUFFER + 5n, uint(caseId)) + word;
/** Losses of a case, two words each: batch, then units. */
export const caseLossSlot = (caseId: bigint, word: bigint): bigint => items(caseSlot(caseId, 4n)) + word;
/** openCase 64 | suspendedUntil 40 | quietUntil 40 | invalidationEndsAt 40. */
export const watchSlot = (batchId: bigint): bigint => entry(BUFFER + 7n, uint(batchId));
/** reversed 64 | covered 64 | impaired 64 | pending 64. */
export const lossSlot = (batchId: bigint): bigint => entry(BUFFER + 8n, uint(batchId));
/** How many cases are settled. */
export const settledSlot = BUFFER + 10n;
export const debtSlot = (projectId: bigint): bigint => entry(BUFFER + 12n, uint(projectId));
/** Word 0: guarantor 160 | project 64. Word 1: batch. Word 2: units 64 | lockedUntil 40. */
export const bondSlot = (bondId: bigint, word: bigint): bigint => entry(BUFFER + 14n, uint(bondId)) + word;
/** units 64 | head 32. */
export const projectBondsSlot = (projectId: bigint): bigint => entry(BUFFER + 15n, uint(projectId));

/** credits 160 | current version 32 | announced version 32 | last version 32. */
export const basketVersionsSlot = BASKET;
/** gate 160 | announced effective at 40 | rule delay 40. */
export const basketDatesSlot = BASKET + 1n;
export const basketLabelsSlot = BASKET + 2n;
export const basketImpairmentSlot = BASKET + 3n;
export const basketRecipientSlot = BASKET + 4n;
export const basketYearsSlot = BASKET + 5n;
/** Word 0: vintageFrom 40 | vintageUntil 40 | cap 64 | fee 16 | impairment 16. Word 1: labels 128. Word 2: modes 4 x 8. */
export const basketRulesSlot = (version: bigint, word: bigint): bigint => entry(BASKET + 6n, uint(version)) + word;
export const basketListedSlot = (version: bigint, criterion: bigint, listed: Hex): bigint =>
  entry(entry(basketRulesSlot(version, 3n), uint(criterion)), key(listed));
/** A place on the shelf of a year, which counts from 1970. */
export const basketShelfSlot = (year: bigint, place: bigint): bigint =>
  items(entry(BASKET + 8n, uint(year - 1970n))) + place;
export const basketTokensSlot = (account: Hex): bigint => entry(ERC20, address(account));
export const basketSupplySlot = ERC20 + 2n;

export const confirmationSlot = (projectId: bigint): bigint => entry(CREDITS + 18n, uint(projectId));
/** Word 0: account 160 | requestedAt 40 | status 8. Word 1: beneficiary; word 3: purpose 8 | country 16 | period 40 + 40. */
export const requestSlot = (requestId: bigint, word: bigint): bigint => entry(CREDITS + 20n, uint(requestId)) + word;
/** Portions of a request, two words each: batch, then units. The details before them take five words. */
export const requestPortionSlot = (requestId: bigint, word: bigint): bigint => items(requestSlot(requestId, 6n)) + word;
/** Word 0: proposer 160 | proposedAt 40 | count 32 | status 8. Word 1: verifier 160 | issuedCount 32. Word 2: report. */
export const importSlot = (root: Hex, word: bigint): bigint => entry(CREDITS + 21n, key(root)) + word;
/** The first 256 leaves of an import, a bit each. */
export const importLeavesSlot = (root: Hex): bigint => entry(importSlot(root, 3n), uint(0n));

/** firstUnit 64 | units 64 | givenUnits 64. */
export const shareSlot = (tokenId: bigint): bigint => entry(CERTIFICATE + 1n, uint(tokenId));
export const shareOwnerSlot = (tokenId: bigint): bigint => entry(ERC721 + 2n, uint(tokenId));
export const linkPrefixSlot = CERTIFICATE + 3n;
