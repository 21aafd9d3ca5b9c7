import {
  carbonCreditsAbi,
  consumedSerials,
  decodeCountry,
  enumName,
  PURPOSES,
  type ConsumedSerials,
  type Purpose,
} from "@carbonxchange/sdk";
import { zeroHash, type Address, type Hash, type Hex } from "viem";
import { readBatch, type Batch } from "../batch/batch-reader.ts";
import type { ChainReader } from "../chain/chain-reader.ts";
import { certificateTokenAbi } from "../chain/token-abi.ts";
import { readTokenUri, type CertificateDocument } from "./token-document.ts";

/** A retirement and its certificate, from the contracts alone. Amounts in units (kg), times in unix seconds. */
export type Certificate = {
  id: bigint;
  batch: Batch;
  account: Address;
  units: bigint;
  firstUnit: bigint;
  retiredAt: number;
  beneficiary: Address;
  beneficiaryRef: Hex | null;
  purpose: Purpose;
  country: string | null;
  period: { start: number; end: number } | null;
  statement: string;
  serials: ConsumedSerials;
  owner: Address;
  document: CertificateDocument;
  readAtBlock: bigint;
};

/** Reads a certificate as of one block. Throws when there is no such retirement. */
export async function readCertificate(reader: ChainReader, id: bigint): Promise<Certificate> {
  const { client, at } = reader;
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const token = { address: at("retirementCertificate"), abi: certificateTokenAbi, args: [id], blockNumber } as const;
  const retirement = await client.readContract({
    address: at("carbonCredits"),
    abi: carbonCreditsAbi,
    functionName: "retirement",
    args: [id],
    blockNumber,
  });
  const [batch, owner, tokenUri] = await Promise.all([
    readBatch(reader, retirement.batchId, blockNumber),
    client.readContract({ ...token, functionName: "ownerOf" }),
    client.readContract({ ...token, functionName: "tokenURI" }),
  ]);
  const { details, units, firstUnit } = retirement;
  return {
    id,
    batch,
    account: retirement.account,
    units,
    firstUnit,
    retiredAt: retirement.retiredAt,
    beneficiary: details.beneficiary,
    beneficiaryRef: details.beneficiaryRef === zeroHash ? null : details.beneficiaryRef,
    purpose: enumName(PURPOSES, details.purpose),
    country: decodeCountry(details.consumptionCountry),
    period: details.periodEnd === 0 ? null : { start: details.periodStart, end: details.periodEnd },
    statement: details.statement,
    serials: consumedSerials({
      serialNamespace: batch.serialNamespace,
      blockStart: batch.blockStart,
      firstUnit,
      units,
    }),
    owner,
    document: readTokenUri(tokenUri),
    readAtBlock: blockNumber,
  };
}

/** Where a retirement was written: the event that the transaction left behind. */
export type RetirementEvent = {
  txHash: Hash;
  block: bigint;
  logIndex: number;
  batchId: bigint;
  units: bigint;
  firstUnit: bigint;
};

/** Finds the event of a retirement by its indexed number; null when the node no longer keeps that far back. */
export async function findRetirementEvent(
  { client, at, startBlock }: ChainReader,
  id: bigint,
): Promise<RetirementEvent | null> {
  const [log] = await client.getContractEvents({
    address: at("carbonCredits"),
    abi: carbonCreditsAbi,
    eventName: "Retired",
    args: { retirementId: id },
    fromBlock: startBlock,
    toBlock: "latest",
    strict: true,
  });
  if (!log) return null;
  const { batchId, units, firstUnit } = log.args;
  return { txHash: log.transactionHash, block: log.blockNumber, logIndex: log.logIndex, batchId, units, firstUnit };
}
