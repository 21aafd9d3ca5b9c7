import { MECHANISMS, enumName } from "@carbonxchange/sdk";
import type { ProposalStatus } from "@carbonxchange/sdk";
import { recordBatchEvent } from "./batch-history.ts";
import type { Projection } from "./context.ts";
import { countryText } from "./country-text.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { recordFault } from "./faults.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

export const projectRegistered: Projection<"CarbonCredits:ProjectRegistered"> = async ({ args, meta }, { store }) => {
  await store.put("projects", {
    id: args.projectId,
    registrar: lower(args.registrar),
    registryName: args.registryName,
    nativeId: args.nativeId,
    name: args.name,
    methodology: args.methodology,
    country: countryText(args.country),
    mechanism: enumName(MECHANISMS, args.mechanism),
    registeredAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  });
};

export const issuanceProposed: Projection<"CarbonCredits:IssuanceProposed"> = async ({ args, meta }, { store }) => {
  const { issuance } = args;
  await store.put("proposals", {
    id: args.proposalId,
    projectId: args.projectId,
    proposer: lower(args.proposer),
    verifier: null,
    status: "PROPOSED",
    serialNamespace: issuance.serialNamespace,
    blockStart: BigInt(issuance.blockStart),
    blockEnd: BigInt(issuance.blockEnd),
    vintageStart: BigInt(issuance.vintageStart),
    vintageEnd: BigInt(issuance.vintageEnd),
    recipient: lower(issuance.recipient),
    reportHash: issuance.reportHash,
    reason: null,
    proposedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  });
};

/** Moves a proposal on; an unknown one is recorded as a fault. */
async function moveProposal(
  store: Store,
  meta: EventMeta,
  id: bigint,
  change: Partial<Pick<Row<"proposals">, "verifier" | "reason">> & { status: ProposalStatus },
): Promise<void> {
  const proposal = await store.find("proposals", { id });
  if (proposal === null) {
    await recordFault(store, meta, {
      kind: "UNKNOWN_PROPOSAL",
      subject: String(id),
      expected: "a proposal",
      actual: "none",
    });
    return;
  }
  await store.put("proposals", { ...proposal, ...change, block: meta.block });
}

export const issuanceAttested: Projection<"CarbonCredits:IssuanceAttested"> = ({ args, meta }, { store }) =>
  moveProposal(store, meta, args.proposalId, { status: "ATTESTED", verifier: lower(args.verifier) });

export const issuanceRefused: Projection<"CarbonCredits:IssuanceRefused"> = ({ args, meta }, { store }) =>
  moveProposal(store, meta, args.proposalId, {
    status: "REFUSED",
    verifier: lower(args.verifier),
    reason: args.reason,
  });

export const issuanceWithdrawn: Projection<"CarbonCredits:IssuanceWithdrawn"> = ({ args, meta }, { store }) =>
  moveProposal(store, meta, args.proposalId, { status: "WITHDRAWN" });

export const issuanceExpired: Projection<"CarbonCredits:IssuanceExpired"> = ({ args, meta }, { store }) =>
  moveProposal(store, meta, args.proposalId, { status: "EXPIRED" });

export const batchIssued: Projection<"CarbonCredits:BatchIssued"> = async ({ args, meta }, { store }) => {
  const blockStart = BigInt(args.blockStart);
  const blockEnd = BigInt(args.blockEnd);
  const recipient = lower(args.recipient);
  await store.put("batches", {
    id: args.batchId,
    projectId: args.projectId,
    proposalId: args.proposalId,
    recipient,
    serialNamespace: args.serialNamespace,
    blockStart,
    blockEnd,
    vintageStart: BigInt(args.vintageStart),
    vintageEnd: BigInt(args.vintageEnd),
    issuedAt: meta.timestamp,
    issuedUnits: args.units,
    retiredUnits: 0n,
    cancelledUnits: 0n,
    block: meta.block,
    txHash: meta.txHash,
  });
  await store.put("serialBlocks", {
    id: `${args.batchId}`,
    batchId: args.batchId,
    serialNamespace: args.serialNamespace,
    state: "ISSUED",
    firstUnit: 0n,
    units: args.units,
    blockStart,
    blockEnd,
    account: recipient,
    retirementId: null,
    block: meta.block,
    txHash: meta.txHash,
  });
  await moveProposal(store, meta, args.proposalId, { status: "ISSUED" });
  const reference = String(args.proposalId);
  await recordBatchEvent(store, meta, {
    batchId: args.batchId,
    kind: "ISSUED",
    units: args.units,
    from: null,
    to: recipient,
    reference,
  });
};
