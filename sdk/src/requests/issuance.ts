import { zeroHash } from "viem";
import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { MECHANISMS, enumIndex } from "../codecs/enums.ts";
import type { Mechanism } from "../codecs/enums.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type Credits = typeof carbonCreditsAbi;
type CreditsRequest<
  name extends
    | "registerProject"
    | "propose"
    | "correctProposal"
    | "withdrawProposal"
    | "expireProposal"
    | "attest"
    | "refuse"
    | "issue",
> = ContractRequest<Credits, name>;

/** ICarbonCredits.Project in words; `country` is ISO 3166-1 alpha-2. */
export type ProjectInput = {
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string;
  mechanism: Mechanism;
};

/**
 * ICarbonCredits.Issuance: serial block of whole tonnes (inclusive), times in unix seconds at 00:00 UTC. Left out, the buffer
 * gets no share (`bufferBps`, hundredths of a percent), the monitoring period is the vintage, the methodology the project's and
 * nothing is converted.
 */
export type IssuanceInput = {
  projectId: bigint;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  vintageStart: number;
  vintageEnd: number;
  recipient: Address;
  reportHash: Hex;
  bufferBps?: number;
  monitoringStart?: number;
  monitoringEnd?: number;
  methodology?: string;
  conversionRef?: Hex;
};

/** Registers a project. Needs the registry role. Throws `RangeError` on a country that is no alpha-2 code. */
export function buildRegisterProjectRequest(
  deployment: Addresses,
  project: ProjectInput,
): CreditsRequest<"registerProject"> {
  const encoded = {
    ...project,
    country: encodeCountry(project.country),
    mechanism: enumIndex(MECHANISMS, project.mechanism),
  };
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "registerProject", [encoded]);
}

/** Proposes an issuance. Needs the registry role. Throws `RangeError` on serials beyond 40 bits. */
export function buildProposeRequest(deployment: Addresses, issuance: IssuanceInput): CreditsRequest<"propose"> {
  const args = [encodeIssuance(issuance)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "propose", args);
}

/** Proposes an issuance anew under another number and withdraws the old one. Only its proposer, before any verdict. */
export function buildCorrectProposalRequest(
  deployment: Addresses,
  proposalId: bigint,
  issuance: IssuanceInput,
): CreditsRequest<"correctProposal"> {
  const args = [proposalId, encodeIssuance(issuance)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "correctProposal", args);
}

/** Closes a proposal that nobody issued in time. Anyone. */
export function buildExpireProposalRequest(
  deployment: Addresses,
  proposalId: bigint,
): CreditsRequest<"expireProposal"> {
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "expireProposal", [proposalId]);
}

/** An issuance as the contract takes it, defaults filled in. Throws `RangeError` on serials beyond 40 bits. */
export function encodeIssuance(issuance: IssuanceInput) {
  return {
    projectId: issuance.projectId,
    serialNamespace: issuance.serialNamespace,
    blockStart: serialField("blockStart", issuance.blockStart),
    blockEnd: serialField("blockEnd", issuance.blockEnd),
    vintageStart: issuance.vintageStart,
    vintageEnd: issuance.vintageEnd,
    recipient: issuance.recipient,
    reportHash: issuance.reportHash,
    bufferBps: issuance.bufferBps ?? 0,
    monitoringStart: issuance.monitoringStart ?? issuance.vintageStart,
    monitoringEnd: issuance.monitoringEnd ?? issuance.vintageEnd,
    methodology: issuance.methodology ?? "",
    conversionRef: issuance.conversionRef ?? zeroHash,
  };
}

function serialField(name: string, serial: bigint): number {
  if (serial < 0n || serial >= 1n << 40n) throw new RangeError(`${name} is ${serial}, must fit 40 bits`);
  return Number(serial); // exact: 40 bits
}

/** Takes an open proposal back. Only its proposer. */
export function buildWithdrawProposalRequest(
  deployment: Addresses,
  proposalId: bigint,
): CreditsRequest<"withdrawProposal"> {
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "withdrawProposal", [
    proposalId,
  ]);
}

/** Attests a proposal's report. Needs the verifier role; `reportHash` must equal the proposed one. */
export function buildAttestRequest(
  deployment: Addresses,
  proposalId: bigint,
  reportHash: Hex,
): CreditsRequest<"attest"> {
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "attest", [
    proposalId,
    reportHash,
  ]);
}

/** Refuses a proposal with a reason. Needs the verifier role. */
export function buildRefuseRequest(
  deployment: Addresses,
  proposalId: bigint,
  reason: string,
): CreditsRequest<"refuse"> {
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "refuse", [proposalId, reason]);
}

/** Mints an attested proposal. Needs the registry role. */
export function buildIssueRequest(deployment: Addresses, proposalId: bigint): CreditsRequest<"issue"> {
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "issue", [proposalId]);
}
