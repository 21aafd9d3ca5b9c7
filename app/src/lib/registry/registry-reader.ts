import {
  carbonCreditsAbi,
  decodeCountry,
  enumName,
  MECHANISMS,
  PROPOSAL_STATUSES,
  type Mechanism,
  type OnChainProposalStatus,
} from "@carbonxchange/sdk";
import { zeroAddress, type Address, type Hex } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";

export type Project = {
  id: number;
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string;
  mechanism: Mechanism;
};

export type Proposal = {
  id: bigint;
  projectId: number;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  vintageStart: number;
  vintageEnd: number;
  recipient: Address;
  reportHash: Hex;
  status: OnChainProposalStatus;
  proposer: Address;
  verifier: Address | null;
};

export type RegistryState = { projects: Project[]; proposals: Proposal[]; proposalCount: bigint };

const creditsAt = ({ at }: ChainReader) => ({ address: at("carbonCredits"), abi: carbonCreditsAbi }) as const;

/** Reads one project. Throws when there is none of that number. */
export async function readProject(reader: ChainReader, id: number): Promise<Project> {
  const project = await reader.client.readContract({
    ...creditsAt(reader),
    functionName: "project",
    args: [BigInt(id)],
  });
  const { registryName, nativeId, name, methodology } = project;
  const country = decodeCountry(project.country) ?? "";
  return { id, registryName, nativeId, name, methodology, country, mechanism: enumName(MECHANISMS, project.mechanism) };
}

async function readProposal(reader: ChainReader, id: bigint): Promise<Proposal> {
  const [issuance, status, proposer, verifier] = await reader.client.readContract({
    ...creditsAt(reader),
    functionName: "proposal",
    args: [id],
  });
  return {
    id,
    ...issuance,
    projectId: Number(issuance.projectId),
    blockStart: BigInt(issuance.blockStart),
    blockEnd: BigInt(issuance.blockEnd),
    status: enumName(PROPOSAL_STATUSES, status),
    proposer,
    verifier: verifier === zeroAddress ? null : verifier,
  };
}

/** Every project and the newest `limit` proposals, straight from the contract. */
export async function readRegistry(reader: ChainReader, limit: number): Promise<RegistryState> {
  const [projectCount, proposalCount] = await reader.client.readContract({
    ...creditsAt(reader),
    functionName: "counts",
  });
  const shown = Number(proposalCount < BigInt(limit) ? proposalCount : BigInt(limit));
  const [projects, proposals] = await Promise.all([
    Promise.all(Array.from({ length: Number(projectCount) }, (_, index) => readProject(reader, index + 1))),
    Promise.all(Array.from({ length: shown }, (_, index) => readProposal(reader, proposalCount - BigInt(index)))),
  ]);
  return { projects, proposals, proposalCount };
}

/** Whether a serial block is free; else the issued block that is in its way. */
export async function readSerialsTaken(
  reader: ChainReader,
  block: { serialNamespace: string; blockStart: bigint; blockEnd: bigint },
): Promise<{ taken: boolean; takenStart: bigint; takenEnd: bigint }> {
  const [taken, takenStart, takenEnd] = await reader.client.readContract({
    ...creditsAt(reader),
    functionName: "serialsTaken",
    args: [block.serialNamespace, Number(block.blockStart), Number(block.blockEnd)],
  });
  return { taken, takenStart: BigInt(takenStart), takenEnd: BigInt(takenEnd) };
}
