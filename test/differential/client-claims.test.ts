import { CarbonContractError, buildIssuanceTree, createCarbonClient } from "@carbonxchange/sdk";
import type { CarbonClient, IssuanceInput } from "@carbonxchange/sdk";
import { getAddress, zeroAddress } from "viem";
import type { Address, Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClaimsRig } from "./claims-rig.ts";
import type { ClaimsRig } from "./claims-rig.ts";
import { ADMIN, BATCH, VERIFIER, openMarket } from "./exchange-rig.ts";

const ALICE = 1;
const BOB = 2;
const DAY = 86_400;
const REPORT: Hex = `0x${"44".repeat(32)}`;
const OTHER_REPORT: Hex = `0x${"45".repeat(32)}`;

let rig: ClaimsRig;
let restore: () => Promise<void>;

beforeAll(async () => {
  rig = await createClaimsRig();
  await openMarket(rig);
  await rig.chain.send(ADMIN, rig.contracts.credits, "safeTransferFrom", [
    addressOf(ADMIN),
    addressOf(ALICE),
    BATCH,
    50_000n,
    "0x",
  ]);
  restore = await rig.chain.snapshot();
});
beforeEach(async () => {
  await restore();
  restore = await rig.chain.snapshot();
});
afterAll(() => rig.chain.close());

function clientOf(account: number): CarbonClient {
  const walletClient = rig.chain.wallets[account];
  if (!walletClient) throw new RangeError(`no account ${account}`);
  return createCarbonClient({ publicClient: rig.chain.publicClient, walletClient, deployment: rig.deployment });
}

function addressOf(account: number): Address {
  return getAddress(rig.chain.wallets[account]?.account.address ?? zeroAddress);
}

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(CarbonContractError);
    return error instanceof CarbonContractError ? error.code : "";
  }
  return "nothing was thrown";
}

const input = (units = 1_500n) => ({
  account: addressOf(ALICE),
  portions: [{ batchId: BATCH, units }],
  purpose: "CORSIA" as const,
  consumptionCountry: "KE",
});

describe("retirements that the source registry confirms", () => {
  it("are required of a project, asked for, read and confirmed with a certificate", async () => {
    const [alice, registry] = [clientOf(ALICE), clientOf(ADMIN)];
    await registry.write.setConfirmationRequired(1n, true);
    expect(await alice.read.isConfirmationRequired(1n)).toBe(true);
    const atOnce = { ...input(), batchId: BATCH, units: 1_500n };
    expect(await codeOf(() => alice.write.retire(atOnce))).toBe("CarbonCredits_ConfirmationRequired");
    const { requestId } = await alice.write.requestRetirement(input());
    expect(await alice.read.retirementRequest(requestId)).toMatchObject({
      id: requestId,
      account: addressOf(ALICE),
      status: "PENDING",
      portions: [{ batchId: BATCH, units: 1_500n }],
      beneficiary: addressOf(ALICE),
      purpose: "CORSIA",
      consumptionCountry: "KE",
      periodStart: null,
    });
    const { retirementId } = await registry.write.confirmRetirement(requestId);
    expect(await alice.read.retirement(retirementId)).toMatchObject({ account: addressOf(ALICE), units: 1_500n });
    expect((await alice.read.retirementRequest(requestId)).status).toBe("FINAL");
    expect(await codeOf(() => registry.write.confirmRetirement(requestId))).toBe("CarbonCredits_RequestClosed");
    expect(await codeOf(() => alice.read.retirementRequest(9n))).toBe("CarbonCredits_UnknownRequest");
  });

  it("go back with the registry's reason", async () => {
    const [alice, registry] = [clientOf(ALICE), clientOf(ADMIN)];
    const { requestId } = await alice.write.requestRetirement(input());
    expect(await codeOf(() => alice.write.revertRetirement(requestId, "mine"))).toBe("AccessManagedUnauthorized");
    const back = await registry.write.revertRetirement(requestId, "unknown serial");
    expect(back).toMatchObject({ account: addressOf(ALICE), reason: "unknown serial" });
    expect((await alice.read.retirementRequest(requestId)).status).toBe("REVERTED");
  });

  it("are taken back by who asked, after thirty days and not before", async () => {
    const alice = clientOf(ALICE);
    const { requestId } = await alice.write.requestRetirement(input());
    expect(await codeOf(() => alice.write.reclaimRetirement(requestId))).toBe("CarbonCredits_ConfirmationOpen");
    expect(await codeOf(() => clientOf(BOB).write.reclaimRetirement(requestId))).toBe("CarbonCredits_NotRequester");
    const { timestamp } = await rig.chain.publicClient.getBlock();
    await rig.chain.setNextTime(Number(timestamp) + 31 * DAY);
    await rig.chain.send(ADMIN, rig.contracts.quote, "mint", [addressOf(ADMIN), 1n]);
    expect(await alice.write.reclaimRetirement(requestId)).toMatchObject({ account: addressOf(ALICE), reason: "" });
  });
});

const issuance = (blockStart: bigint): IssuanceInput => ({
  projectId: 1n,
  serialNamespace: "GS1-1-IN-GS1-2-2024-3",
  blockStart,
  blockEnd: blockStart + 9n,
  vintageStart: Date.UTC(2024, 0, 1) / 1000,
  vintageEnd: Date.UTC(2024, 11, 31) / 1000,
  recipient: addressOf(ALICE),
  reportHash: REPORT,
});

describe("imports by the root of a tree", () => {
  const starts = [1n, 11n, 21n];

  it("are proposed, attested and minted leaf by leaf, each once and only as the tree says", async () => {
    const [registry, verifier] = [clientOf(ADMIN), clientOf(VERIFIER)];
    const { root, leaves } = buildIssuanceTree(starts.map(issuance));
    const proposed = { root, count: leaves.length, reportHash: REPORT };
    await registry.write.proposeImport(proposed);
    expect(await codeOf(() => registry.write.proposeImport(proposed))).toBe("CarbonCredits_ImportExists");
    expect(await codeOf(() => verifier.write.attestImport(root, OTHER_REPORT))).toBe("CarbonCredits_ReportMismatch");
    const [first, second, third] = leaves;
    if (!first || !second || !third) throw new RangeError("the tree has three leaves");
    expect(await codeOf(() => registry.write.issueLeaf(root, first))).toBe("CarbonCredits_ImportStatus");
    await verifier.write.attestImport(root, REPORT);
    for (const [index, leaf] of [third, first].entries()) {
      const issued = await registry.write.issueLeaf(root, leaf);
      expect(issued).toMatchObject({ units: 10_000n, issuedCount: index + 1 });
      expect(await registry.read.batch(issued.batchId)).toMatchObject({ blockStart: leaf.issuance.blockStart });
    }
    expect(await codeOf(() => registry.write.issueLeaf(root, first))).toBe("CarbonCredits_LeafIssued");
    const altered = { ...second, issuance: { ...second.issuance, recipient: addressOf(BOB) } };
    expect(await codeOf(() => registry.write.issueLeaf(root, altered))).toBe("CarbonCredits_BadProof");
    const beyond = { ...second, index: 3 };
    expect(await codeOf(() => registry.write.issueLeaf(root, beyond))).toBe("CarbonCredits_LeafOutOfRange");
    expect(await registry.read.isLeafIssued(root, 0)).toBe(true);
    expect(await registry.read.isLeafIssued(root, 1)).toBe(false);
    expect(await registry.read.issuanceImport(root)).toMatchObject({
      status: "ATTESTED",
      count: 3,
      issuedCount: 2,
      proposer: addressOf(ADMIN),
      verifier: addressOf(VERIFIER),
      reportHash: REPORT,
    });
  });

  it("are refused, or taken back by their proposer", async () => {
    const [registry, verifier] = [clientOf(ADMIN), clientOf(VERIFIER)];
    const [one, two] = [starts.slice(0, 1), starts.slice(1)].map((some) => buildIssuanceTree(some.map(issuance)).root);
    if (one === undefined || two === undefined) throw new RangeError("two roots");
    for (const root of [one, two]) await registry.write.proposeImport({ root, count: 2, reportHash: REPORT });
    expect((await registry.read.issuanceImport(one)).verifier).toBeNull();
    await verifier.write.refuseImport(one, "no site visit");
    expect((await registry.read.issuanceImport(one)).status).toBe("REFUSED");
    await registry.write.withdrawImport(two);
    expect((await registry.read.issuanceImport(two)).status).toBe("WITHDRAWN");
    expect(await codeOf(() => verifier.write.attestImport(two, REPORT))).toBe("CarbonCredits_ImportStatus");
    expect(await codeOf(() => registry.read.issuanceImport(REPORT))).toBe("CarbonCredits_UnknownImport");
  });

  it("need an issuance", () => expect(() => buildIssuanceTree([])).toThrow(RangeError));
});

describe("a certificate", () => {
  it("is passed on in parts, which are passed on in turn", async () => {
    const [alice, bob] = [clientOf(ALICE), clientOf(BOB)];
    const { retirementId } = await alice.write.retireMany(input(1_000n));
    const share = await alice.write.splitCertificate({ tokenId: retirementId, to: addressOf(BOB), units: 300n });
    expect(share).toMatchObject({ retirementId, firstUnit: 0n, units: 300n });
    const part = await bob.write.splitCertificate({ tokenId: share.tokenId, to: addressOf(ALICE), units: 100n });
    expect(await alice.read.certificateShare(part.tokenId)).toEqual({
      tokenId: part.tokenId,
      retirementId,
      firstUnit: 0n,
      units: 100n,
      givenUnits: 0n,
    });
    expect(await alice.read.certificateShare(retirementId)).toMatchObject({ units: 1_000n, givenUnits: 300n });
    const tooMuch = { tokenId: share.tokenId, to: addressOf(ALICE), units: 201n };
    expect(await codeOf(() => bob.write.splitCertificate(tooMuch))).toBe("RetirementCertificate_TooMuch");
    expect(await codeOf(() => alice.write.splitCertificate(tooMuch))).toBe("RetirementCertificate_NotHolder");
  });
});
