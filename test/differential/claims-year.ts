import {
  OPEN_ENDED,
  buildIssuanceTree,
  buildRecordAdjustmentRequest,
  buildReportLossRequest,
  encodeBasketRules,
  encodeIssuance,
  encodeStatement,
} from "@carbonxchange/sdk";
import type { IssuanceInput, LossReportInput } from "@carbonxchange/sdk";
import { keccak256, toHex, zeroAddress } from "viem";
import type { Address, Hex } from "viem";
import type { ClaimsRig } from "./claims-rig.ts";
import { ADMIN, BATCH, VERIFIER } from "./exchange-rig.ts";

export const [ALICE, BOB] = [1, 2] as const;
const DAY = 86_400;
const YEAR = 365 * DAY;
export const EVIDENCE: Hex = `0x${"e1".repeat(32)}`;
/** Batches of the second and third project. */
export const FOREST = (2n << 128n) | 1n;
export const OLD_FOREST = (2n << 128n) | 2n;
export const IMPORTED = (3n << 128n) | 1n;
export const IMPORTED_TOO = (3n << 128n) | 2n;

/** What happened that a test wants to get back to. */
export type ClaimsYear = { importRoot: Hex };

type Call = (from: number, functionName: string, ...args: readonly unknown[]) => Promise<unknown>;

/** The hands of one year: each calls one contract. */
function handsOf({ chain, contracts, claims, deployment }: ClaimsRig) {
  const on =
    (contract: (typeof claims)["labels"]): Call =>
    (from, functionName, ...args) =>
      chain.send(from, contract, functionName, args);
  const now = async () => Number((await chain.publicClient.getBlock()).timestamp);
  return {
    deployment,
    credits: on(contracts.credits),
    certificate: on(contracts.certificate),
    labels: on(claims.labels),
    buffer: on(claims.buffer),
    basket: on(claims.basket),
    at: { buffer: claims.buffer.address, basket: claims.basket.address },
    address: (account: number): Address => chain.wallets[account]?.account.address ?? zeroAddress,
    now,
    later: async (seconds: number) => chain.setNextTime((await now()) + seconds),
  };
}
type Hands = ReturnType<typeof handsOf>;

function issuanceOf(hands: Hands, projectId: bigint, blockStart: bigint, year: number): IssuanceInput {
  return {
    projectId,
    serialNamespace: `NS-${projectId}`,
    blockStart,
    blockEnd: blockStart + 99n,
    vintageStart: Date.UTC(year, 0, 1) / 1000,
    vintageEnd: Date.UTC(year, 11, 31) / 1000,
    recipient: hands.address(ADMIN),
    reportHash: EVIDENCE,
  };
}

/** A project with a buffer share, and one whose issuances come as an import; one import is refused, one taken back. */
async function issue(hands: Hands): Promise<Hex> {
  const { credits } = hands;
  for (const nativeId of ["VCS2", "VCS3"]) {
    const project = { registryName: "Verra", nativeId, name: nativeId, methodology: "VM0015", mechanism: 0 };
    await credits(ADMIN, "registerProject", { ...project, country: "0x4b45" });
  }
  const shares = [
    [issuanceOf(hands, 2n, 1n, 2021), 1_000, 2n],
    [issuanceOf(hands, 2n, 101n, 2019), 2_000, 3n],
  ] as const;
  for (const [issuance, bufferBps, proposalId] of shares) {
    await credits(ADMIN, "propose", encodeIssuance({ ...issuance, bufferBps }));
    await credits(VERIFIER, "attest", proposalId, EVIDENCE);
    await credits(ADMIN, "issue", proposalId);
  }
  const tree = buildIssuanceTree([1n, 101n, 201n].map((start) => issuanceOf(hands, 3n, start, 2018)));
  await credits(ADMIN, "proposeImport", tree.root, tree.leaves.length, EVIDENCE);
  await credits(VERIFIER, "attestImport", tree.root, EVIDENCE);
  for (const { index, issuance, proof } of tree.leaves.slice(0, 2)) {
    await credits(ADMIN, "issueLeaf", tree.root, index, encodeIssuance(issuance), proof);
  }
  const [refused, withdrawn] = ["refused", "withdrawn"].map((text) => keccak256(toHex(text)));
  for (const root of [refused, withdrawn]) await credits(ADMIN, "proposeImport", root, 2, EVIDENCE);
  await credits(VERIFIER, "refuseImport", refused, "no report");
  await credits(ADMIN, "withdrawImport", withdrawn);
  return tree.root;
}

/** Labels that hold, held, will hold and were revoked; one attester is dismissed; an adjustment in two steps. */
async function label(hands: Hands): Promise<void> {
  const { labels, address, now, later } = hands;
  for (const code of ["CCP", "CORSIA-2024-2026"]) await labels(ADMIN, "registerLabel", code);
  for (const labelId of [0, 1]) await labels(ADMIN, "setAttester", labelId, address(VERIFIER), true);
  await labels(ADMIN, "setAttester", 1, address(ALICE), true);
  await labels(ADMIN, "setAttester", 1, address(ALICE), false);
  const start = await now();
  const attest = (batchId: bigint, labelId: number, from: number, until: number) =>
    labels(VERIFIER, "attest", batchId, labelId, start + from, until === OPEN_ENDED ? until : start + until, EVIDENCE);
  await attest(BATCH, 0, -1_000, OPEN_ENDED);
  await attest(BATCH, 1, -5_000, -1_000);
  await attest(BATCH, 1, -500, 50 * DAY);
  await labels(VERIFIER, "revoke", BATCH, 1, 1n, start - 100, "the report was withdrawn");
  await attest(BATCH, 1, 200 * DAY, 300 * DAY);
  await attest(FOREST, 0, 100, 400 * DAY);
  await later(200);
  await labels(ALICE, "refresh", FOREST);
  const commitment = { declaration: "COMMITTED", hostParty: "ET", authorisationRef: EVIDENCE } as const;
  for (const [status, ago] of [
    ["NOT_STARTED", 90],
    ["PENDING", 80],
  ] as const) {
    const input = { ...commitment, status, effectiveAt: start - ago, purposes: ["NDC", "OTHER"] } as const;
    await labels(ADMIN, "recordAdjustment", ...buildRecordAdjustmentRequest(hands.deployment, BATCH, input).args);
  }
}

const details = encodeStatement({ purpose: "VOLUNTARY", statement: "from a basket" });

/** A basket fills and empties by choice and by age; its rules are announced, taken back, and come into force. */
async function fillBasket({ credits, basket, address, at, later }: Hands): Promise<void> {
  const portion = (batchId: bigint, units: bigint) => ({ batchId, units });
  await credits(ADMIN, "setApprovalForAll", at.basket, true);
  await basket(ADMIN, "deposit", BATCH, 50_000n, address(ADMIN));
  await basket(ADMIN, "deposit", OLD_FOREST, 20_000n, address(ALICE));
  await credits(ADMIN, "safeTransferFrom", address(ADMIN), at.basket, FOREST, 5_000n, "0x");
  await basket(ADMIN, "deposit", IMPORTED, 3_000n, address(ADMIN));
  await basket(ADMIN, "transfer", address(ALICE), 10_000n);
  await basket(ALICE, "redeem", [portion(BATCH, 1_000n), portion(BATCH, 500n)], address(ALICE));
  // the oldest two batches leave whole, the third in part
  await basket(ALICE, "redeemOldest", 24_000n, 8n, address(BOB));
  await basket(ADMIN, "retire", [portion(FOREST, 2_000n), portion(BATCH, 700n), portion(FOREST, 3_000n)], details);
  await basket(ADMIN, "deposit", FOREST, 6_000n, address(ADMIN));
  await basket(ADMIN, "retireOldest", 1_500n, 8n, details);
  await basket(ADMIN, "announceRules", encodeBasketRules({ feeBps: 30 }));
  await basket(ADMIN, "withdrawRules");
  const lists = {
    countries: { mode: "ALLOW", entries: ["KE", "ET"] },
    registries: { mode: "ALLOW", entries: ["Verra"] },
    methodologies: { mode: "DENY", entries: ["VM0009"] },
    projectIds: { mode: "DENY", entries: [9n] },
  } as const;
  await basket(ADMIN, "announceRules", encodeBasketRules({ feeBps: 90, requiredLabels: [0], ...lists }));
  await later(2 * DAY);
  await basket(ADMIN, "setFeeRecipient", address(BOB));
  await basket(ADMIN, "redeem", [portion(BATCH, 2_000n)], address(ADMIN));
}

/** Retirements that wait for the source registry, and certificates that are passed on in part. */
async function retire({ credits, certificate, address }: Hands): Promise<void> {
  await credits(ADMIN, "setConfirmationRequired", 3n, true);
  const portions = [
    { batchId: IMPORTED, units: 1_000n },
    { batchId: IMPORTED_TOO, units: 500n },
  ];
  for (let i = 0; i < 3; i++) await credits(ADMIN, "requestRetirement", address(ADMIN), portions, details);
  await credits(ADMIN, "confirmRetirement", 1n);
  await credits(ADMIN, "revertRetirement", 2n, "unknown serial");
  await certificate(ADMIN, "split", 1n, address(ALICE), 300n);
  await certificate(ADMIN, "split", 1n, address(BOB), 200n);
  await certificate(ALICE, "split", (1n << 64n) | 1n, address(BOB), 100n);
  await certificate(ADMIN, "setLinkPrefix", "https://certificates.example/");
}

/** Losses that lapse, are refused, are borne by every source in turn and leave an impairment, and wait. */
async function lose(hands: Hands): Promise<void> {
  const { credits, buffer, address, at, now, later, deployment } = hands;
  const report = (losses: LossReportInput["losses"], more: Partial<LossReportInput> = {}) => {
    const input = { kind: "REVERSAL", cause: "FIRE", intentional: false, evidence: EVIDENCE, losses, ...more } as const;
    return buffer(ADMIN, "report", ...buildReportLossRequest(deployment, input).args);
  };
  await credits(ADMIN, "setApprovalForAll", at.buffer, true);
  await buffer(ADMIN, "donate", BATCH, 4_000n);
  for (const units of [3_000n, 2_000n]) await buffer(ADMIN, "postBond", 2n, BATCH, units, await now());
  await buffer(ADMIN, "withdrawBond", 2n, 500n, address(ALICE));
  await buffer(ADMIN, "setInvalidationWindow", FOREST, (await now()) + 4 * YEAR);

  await report([{ batchId: IMPORTED_TOO, units: 1_000n }]);
  await later(31 * DAY);
  await buffer(BOB, "lapse", 1n);
  const [forest, oldForest] = [FOREST, OLD_FOREST].map((batchId) => ({ batchId, units: 0n }));
  const losses = [
    { ...forest, units: 30_000n },
    { ...oldForest, units: 10_001n },
  ] as LossReportInput["losses"];
  await report(losses, { intentional: true, cause: "HARVEST" });
  await buffer(VERIFIER, "extend", 2n);
  await buffer(VERIFIER, "consent", 2n, EVIDENCE);
  await buffer(BOB, "settle", 2n);
  await buffer(BOB, "settle", 60n);
  await buffer(ADMIN, "heal", FOREST, BATCH, 500n);
  await buffer(ADMIN, "repay", 2n, BATCH, 700n);
  await report([{ batchId: FOREST, units: 10n }]);
  await buffer(VERIFIER, "refuse", 3n, "the satellite saw nothing");
  await buffer(ADMIN, "postBond", 3n, BATCH, 1_000n, await now());
  await report([{ batchId: IMPORTED, units: 600n }], { kind: "INVALIDATION", cause: "ERROR" });
  await buffer(VERIFIER, "consent", 4n, EVIDENCE);
  await buffer(BOB, "settle", 1n);
  await report([{ batchId: IMPORTED_TOO, units: 2_000n }], { kind: "INVALIDATION", cause: "FRAUD" });
  await buffer(VERIFIER, "consent", 5n, EVIDENCE);
  await buffer(BOB, "settle", 1n);
  await report([{ batchId: BATCH, units: 77n }]);
}

/** Some months in which everything happens that can happen to a claim behind credits. */
export async function liveClaimsYear(rig: ClaimsRig): Promise<ClaimsYear> {
  const hands = handsOf(rig);
  const importRoot = await issue(hands);
  await label(hands);
  await fillBasket(hands);
  await retire(hands);
  await lose(hands);
  await hands.basket(ADMIN, "announceRules", encodeBasketRules({ feeBps: 60, vintageFrom: 1_000, capUnits: 9n }));
  return { importRoot };
}
