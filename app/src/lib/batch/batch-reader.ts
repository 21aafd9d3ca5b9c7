import { carbonCreditsAbi, exchangeAbi, unpackBatchId, UNITS_PER_TONNE } from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import { creditTokenAbi } from "../chain/token-abi.ts";
import { readProject, type Project } from "../registry/registry-reader.ts";

/** An issued batch with its project, as the contract stores it. Amounts in units (kg). */
export type Batch = {
  id: bigint;
  project: Project;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  vintageStart: number;
  vintageEnd: number;
  issuedAt: number;
  issuedUnits: bigint;
  retiredUnits: bigint;
  cancelledUnits: bigint;
};

/** Reads one batch. Throws when there is none of that id. */
export async function readBatch(reader: ChainReader, id: bigint, blockNumber?: bigint): Promise<Batch> {
  const at = blockNumber === undefined ? {} : { blockNumber };
  const [batch, project] = await Promise.all([
    reader.client.readContract({
      address: reader.at("carbonCredits"),
      abi: carbonCreditsAbi,
      functionName: "batch",
      args: [id],
      ...at,
    }),
    readProject(reader, Number(unpackBatchId(id).projectId)),
  ]);
  const [blockStart, blockEnd] = [BigInt(batch.blockStart), BigInt(batch.blockEnd)];
  return {
    id,
    project,
    serialNamespace: batch.serialNamespace,
    blockStart,
    blockEnd,
    vintageStart: batch.vintageStart,
    vintageEnd: batch.vintageEnd,
    issuedAt: batch.issuedAt,
    issuedUnits: (blockEnd - blockStart + 1n) * UNITS_PER_TONNE,
    retiredUnits: batch.retiredUnits,
    cancelledUnits: batch.cancelledUnits,
  };
}

/** Ids of every batch ever issued, oldest first, from the registry's own events. */
export async function readBatchIds({ client, at, startBlock }: ChainReader): Promise<bigint[]> {
  const logs = await client.getContractEvents({
    address: at("carbonCredits"),
    abi: carbonCreditsAbi,
    eventName: "BatchIssued",
    fromBlock: startBlock,
    toBlock: "latest",
    strict: true,
  });
  return logs.map(({ args }) => args.batchId);
}

/** What an account holds of a batch. `asset` is null where the exchange does not list the batch. */
export type Holding = { batch: Batch; walletUnits: bigint; vaultUnits: bigint; asset: number | null };

/** The exchange's listed credit batches: batch id to asset index. */
export async function readListedBatches({ client, at }: ChainReader): Promise<Map<bigint, number>> {
  const exchange = { address: at("exchange"), abi: exchangeAbi } as const;
  const [assets] = await client.readContract({ ...exchange, functionName: "counts" });
  const indices = Array.from({ length: assets }, (_, index) => index + 1);
  const listed = await Promise.all(
    indices.map((index) => client.readContract({ ...exchange, functionName: "asset", args: [index] })),
  );
  return new Map(listed.flatMap(({ isCredit, batchId }, index) => (isCredit ? [[batchId, index + 1] as const] : [])));
}

/** Everything an account holds of any batch, in the wallet or free in the vault. */
export async function readHoldings(reader: ChainReader, account: Address): Promise<Holding[]> {
  const { client, at } = reader;
  const [ids, listed] = await Promise.all([readBatchIds(reader), readListedBatches(reader)]);
  if (ids.length === 0) return [];
  const wallet = await client.readContract({
    address: at("carbonCredits"),
    abi: creditTokenAbi,
    functionName: "balanceOfBatch",
    args: [ids.map(() => account), ids],
  });
  const vault = await Promise.all(
    ids.map((id) => {
      const asset = listed.get(id);
      if (asset === undefined) return Promise.resolve(0n);
      return client.readContract({
        address: at("exchange"),
        abi: exchangeAbi,
        functionName: "balanceOf",
        args: [account, asset],
      });
    }),
  );
  const held = ids.map((id, index) => ({ id, walletUnits: wallet[index] ?? 0n, vaultUnits: vault[index] ?? 0n }));
  return Promise.all(
    held
      .filter(({ walletUnits, vaultUnits }) => walletUnits > 0n || vaultUnits > 0n)
      .map(async ({ id, walletUnits, vaultUnits }) => ({
        batch: await readBatch(reader, id),
        walletUnits,
        vaultUnits,
        asset: listed.get(id) ?? null,
      })),
  );
}
