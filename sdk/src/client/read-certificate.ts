import { erc721Abi } from "viem";
import type { Address } from "viem";
import { retirementCertificateAbi } from "../abi/index.ts";
import { CarbonContractError } from "../errors/contract-error.ts";
import { call } from "./call.ts";
import { decodeTokenUri } from "./certificate-metadata.ts";
import type { CertificateMetadata } from "./certificate-metadata.ts";
import type { ReadContext } from "./client-context.ts";

/** A retirement certificate as the chain renders it. Its token id is the retirement id. */
export type Certificate = { tokenId: bigint; owner: Address; tokenUri: string; metadata: CertificateMetadata };

/** Reads a certificate. Throws `CarbonContractError` "ERC721NonexistentToken", or "MalformedCertificate". */
export async function readCertificate(context: ReadContext, tokenId: bigint): Promise<Certificate> {
  const address = context.deployment.contracts.retirementCertificate.address;
  const [owner, tokenUri] = await Promise.all([
    call(context, address, erc721Abi, "ownerOf", [tokenId]),
    call(context, address, erc721Abi, "tokenURI", [tokenId]),
  ]);
  const metadata = decodeTokenUri(tokenUri);
  if (metadata.ok) return { tokenId, owner, tokenUri, metadata: metadata.value };
  const sentence = `Certificate ${tokenId} cannot be read: ${metadata.error}. Check the deployment's certificate contract.`;
  throw new CarbonContractError("MalformedCertificate", { tokenId }, sentence);
}

/**
 * What a certificate is of, in kg: a retirement's own of all of it, a part that was passed on of `units` from `firstUnit` on, its
 * portions counted one after another. `givenUnits` were passed on in turn.
 */
export type CertificateShare = {
  tokenId: bigint;
  retirementId: bigint;
  firstUnit: bigint;
  units: bigint;
  givenUnits: bigint;
};

/** Reads what a certificate is of. Throws `CarbonContractError` "ERC721NonexistentToken". */
export async function readCertificateShare(context: ReadContext, tokenId: bigint): Promise<CertificateShare> {
  const { address } = context.deployment.contracts.retirementCertificate;
  const share = await call(context, address, retirementCertificateAbi, "shareOf", [tokenId]);
  const [retirementId, firstUnit, units, givenUnits] = share;
  return { tokenId, retirementId, firstUnit, units, givenUnits };
}
