import { erc1155Abi, keccak256, toHex } from "viem";
import {
  buildAttestRequest,
  buildIssueRequest,
  buildProposeRequest,
  buildRegisterProjectRequest,
  carbonCreditsAbi,
  packBatchId,
  type BatchId,
} from "@carbonxchange/sdk";
import { localAccount, type LocalRole } from "../accounts.ts";
import { CATALOGUE, namespaceOf, type CatalogueEntry } from "../catalogue.ts";
import { act, TONNE, type SeedContext } from "./context.ts";

export type SeededBatch = { entry: CatalogueEntry; batchId: BatchId };

/** Share of each issuance that the first holder passes on, in percent. */
const SHARES: readonly (readonly [LocalRole, bigint])[] = [
  ["makerB", 45n],
  ["alice", 2n],
  ["bob", 2n],
];

/** Tonnes of the two proposals left open, so that the registry's desk has something to do. */
const OPEN_TONNES = 25_000;

/** Registers the catalogue, issues one batch of each project and spreads it over the accounts. */
export async function seedRegistry(context: SeedContext): Promise<SeededBatch[]> {
  const { access, deployment, sender } = context;
  const credits = { address: deployment.contracts.carbonCredits.address, abi: carbonCreditsAbi } as const;
  const [projects, proposals] = await access.client.readContract({ ...credits, functionName: "counts" });

  for (const entry of CATALOGUE) await act(context, "registry", buildRegisterProjectRequest(deployment, entry));
  await sender.settle();

  for (const [index, entry] of CATALOGUE.entries()) {
    await act(
      context,
      "registry",
      proposalOf(context, entry, projects + BigInt(index) + 1n, entry.blockStart, entry.tonnes),
    );
  }
  const [first, second] = CATALOGUE;
  for (const [index, entry] of [first, second].entries()) {
    if (entry === undefined) continue;
    const start = entry.blockStart + entry.tonnes;
    await act(context, "registry", proposalOf(context, entry, projects + BigInt(index) + 1n, start, OPEN_TONNES));
  }
  await sender.settle();

  // The very last proposal is not attested, the one before it is attested and not issued.
  for (let index = 0; index <= CATALOGUE.length; index++) {
    const entry = CATALOGUE[index] ?? first;
    if (entry === undefined) continue;
    const start = index < CATALOGUE.length ? entry.blockStart : entry.blockStart + entry.tonnes;
    await act(
      context,
      "verifier",
      buildAttestRequest(deployment, proposals + BigInt(index) + 1n, reportHash(entry, start)),
    );
  }
  await sender.settle();

  for (const index of CATALOGUE.keys()) {
    await act(context, "registry", buildIssueRequest(deployment, proposals + BigInt(index) + 1n));
  }
  await sender.settle();

  const batches = CATALOGUE.map((entry, index) => ({ entry, batchId: packBatchId(projects + BigInt(index) + 1n, 1n) }));
  for (const [role, percent] of SHARES) {
    const units = batches.map(({ entry }) => ((BigInt(entry.tonnes) * percent) / 100n) * TONNE);
    await act(context, "makerA", {
      address: credits.address,
      abi: erc1155Abi,
      functionName: "safeBatchTransferFrom",
      args: [
        localAccount("makerA").account.address,
        localAccount(role).account.address,
        batches.map(({ batchId }) => batchId),
        units,
        "0x",
      ],
    });
  }
  await sender.settle();
  return batches;
}

function proposalOf(
  { deployment }: SeedContext,
  entry: CatalogueEntry,
  projectId: bigint,
  start: number,
  tonnes: number,
) {
  const [from, to] = entry.vintage;
  return buildProposeRequest(deployment, {
    projectId,
    serialNamespace: namespaceOf(entry),
    blockStart: BigInt(start),
    blockEnd: BigInt(start + tonnes - 1),
    vintageStart: Date.parse(from) / 1000,
    vintageEnd: Date.parse(to) / 1000,
    recipient: localAccount("makerA").account.address,
    reportHash: reportHash(entry, start),
  });
}

function reportHash(entry: CatalogueEntry, start: number) {
  return keccak256(toHex(`illustrative report ${entry.nativeId} ${start}`));
}
