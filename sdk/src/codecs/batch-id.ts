declare const batchIdBrand: unique symbol;
/** ERC-1155 id of an issued batch: project id << 128 | number of the batch in the project, counting from 1 (ERC-8393 layout). */
export type BatchId = bigint & { readonly [batchIdBrand]: true };

const NUMBER_BITS = 128n;
const MAX_PROJECT = (1n << 64n) - 1n;
const MAX_NUMBER = (1n << NUMBER_BITS) - 1n;

/** Packs project and batch number. Throws `RangeError` when the project exceeds 64 bits or the number 128. */
export function packBatchId(projectId: bigint, batchNumber: bigint): BatchId {
  if (projectId < 0n || projectId > MAX_PROJECT)
    throw new RangeError(`batch id: project ${projectId} is outside 0 to 2^64-1`);
  if (batchNumber < 0n || batchNumber > MAX_NUMBER) {
    throw new RangeError(`batch id: number ${batchNumber} is outside 0 to 2^128-1`);
  }
  return ((projectId << NUMBER_BITS) | batchNumber) as BatchId;
}

/** Takes a batch id apart. Throws `RangeError` when the project part exceeds 64 bits. */
export function unpackBatchId(id: bigint): { projectId: bigint; batchNumber: bigint } {
  const projectId = id >> NUMBER_BITS;
  if (id < 0n || projectId > MAX_PROJECT) throw new RangeError(`${id} is not a batch id`);
  return { projectId, batchNumber: id & MAX_NUMBER };
}
