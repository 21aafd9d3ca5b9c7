import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { decodeCountry } from "../codecs/country.ts";
import { CLAIM_TYPES, MECHANISMS, PROPOSAL_STATUSES, PURPOSES, enumName } from "../codecs/enums.ts";
import type { ClaimType, Mechanism, OnChainProposalStatus, Purpose } from "../codecs/enums.ts";
import type { IssuanceInput } from "../requests/issuance.ts";
import { consumedSerials } from "../serials/consumed-serials.ts";
import type { ConsumedSerials } from "../serials/consumed-serials.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

const credits = (context: ReadContext): Address => context.deployment.contracts.carbonCredits.address;

/** A registered project. */
export type Project = {
  id: bigint;
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string | null;
  mechanism: Mechanism;
};

/** Reads a project. Throws `CarbonContractError` "CarbonCredits_UnknownProject". */
export async function readProject(context: ReadContext, projectId: bigint): Promise<Project> {
  const project = await call(context, credits(context), carbonCreditsAbi, "project", [projectId]);
  return {
    ...project,
    id: projectId,
    country: decodeCountry(project.country),
    mechanism: enumName(MECHANISMS, project.mechanism),
  };
}

/** An issued batch. Times are unix seconds; units are kg. */
export type Batch = {
  id: bigint;
  projectId: bigint;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  vintageStart: number;
  vintageEnd: number;
  issuedAt: number;
  retiredUnits: bigint;
  cancelledUnits: bigint;
};

/** Reads a batch. Throws `CarbonContractError` "CarbonCredits_UnknownBatch". */
export async function readBatch(context: ReadContext, batchId: bigint): Promise<Batch> {
  const batch = await call(context, credits(context), carbonCreditsAbi, "batch", [batchId]);
  return { ...batch, id: batchId, blockStart: BigInt(batch.blockStart), blockEnd: BigInt(batch.blockEnd) };
}

/** A proposed issuance and where it stands. `verifier` is null until somebody decided. */
export type Proposal = {
  id: bigint;
  issuance: IssuanceInput;
  status: OnChainProposalStatus;
  proposer: Address;
  verifier: Address | null;
};

/** Reads a proposal. Throws `CarbonContractError` "CarbonCredits_UnknownProposal". */
export async function readProposal(context: ReadContext, proposalId: bigint): Promise<Proposal> {
  const read = await call(context, credits(context), carbonCreditsAbi, "proposal", [proposalId]);
  const [issuance, status, proposer, verifier] = read;
  return {
    id: proposalId,
    issuance: { ...issuance, blockStart: BigInt(issuance.blockStart), blockEnd: BigInt(issuance.blockEnd) },
    status: enumName(PROPOSAL_STATUSES, status),
    proposer,
    verifier: /^0x0+$/.test(verifier) ? null : verifier,
  };
}

/** A retirement with the serials it consumed; of several portions the first, see `readPortions`. `units` and `firstUnit` in kg; times in unix seconds or null. */
export type RetirementRecord = {
  id: bigint;
  batchId: bigint;
  account: Address;
  units: bigint;
  firstUnit: bigint;
  retiredAt: number;
  beneficiary: Address;
  beneficiaryRef: Hex;
  purpose: Purpose;
  consumptionCountry: string | null;
  periodStart: number | null;
  periodEnd: number | null;
  statement: string;
  claim: ClaimType;
  serials: ConsumedSerials;
};

/** Reads a retirement and its batch. Throws `CarbonContractError` "CarbonCredits_UnknownRetirement". */
export async function readRetirement(context: ReadContext, retirementId: bigint): Promise<RetirementRecord> {
  const { details, ...retirement } = await call(context, credits(context), carbonCreditsAbi, "retirement", [
    retirementId,
  ]);
  const batch = await readBatch(context, retirement.batchId);
  return {
    id: retirementId,
    ...retirement,
    beneficiary: details.beneficiary,
    beneficiaryRef: details.beneficiaryRef,
    purpose: enumName(PURPOSES, details.purpose),
    consumptionCountry: decodeCountry(details.consumptionCountry),
    periodStart: details.periodStart || null,
    periodEnd: details.periodEnd || null,
    statement: details.statement,
    claim: enumName(CLAIM_TYPES, details.claim),
    serials: consumedSerials({ ...batch, firstUnit: retirement.firstUnit, units: retirement.units }),
  };
}

/** What a retirement consumed of each batch, with the exact serials; `units` and `firstUnit` in kg. */
export async function readPortions(
  context: ReadContext,
  retirementId: bigint,
): Promise<{ batchId: bigint; units: bigint; firstUnit: bigint; serials: ConsumedSerials }[]> {
  const portions = await call(context, credits(context), carbonCreditsAbi, "portionsOf", [retirementId]);
  return Promise.all(
    portions.map(async (portion) => {
      const batch = await readBatch(context, portion.batchId);
      return { ...portion, serials: consumedSerials({ ...batch, ...portion }) };
    }),
  );
}

/** Whether any serial of a range is already issued in a namespace, and by which block. */
export async function readSerialsTaken(
  context: ReadContext,
  serialNamespace: string,
  blockStart: bigint,
  blockEnd: bigint,
): Promise<{ blockStart: bigint; blockEnd: bigint } | null> {
  const args = [serialNamespace, Number(blockStart), Number(blockEnd)] as const;
  const [taken, takenStart, takenEnd] = await call(context, credits(context), carbonCreditsAbi, "serialsTaken", args);
  return taken ? { blockStart: BigInt(takenStart), blockEnd: BigInt(takenEnd) } : null;
}
