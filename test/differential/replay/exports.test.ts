import { batchBalances, figureName } from "@carbonxchange/sdk/audit";
import { importRegistryCsv } from "@carbonxchange/sdk/import";
import type { ImportResult, ImportedProposal } from "@carbonxchange/sdk/import";
import type { Verification } from "@carbonxchange/sdk/node";
import { afterEach, describe, expect, it } from "vitest";
import { HOLDER, TONNE, createRegistryReplay } from "./registry-replay.ts";
import type { Portion, RegistryReplay } from "./registry-replay.ts";
import { readShared } from "./shared-data.ts";

const OFFSETS_DB = "registry/offsetsdb";

let replay: RegistryReplay;
afterEach(() => replay.rig.chain.close());

/** A proposal with its batch. */
type Issued = { proposal: ImportedProposal; batchId: bigint };

/** The source rows of a proposal as portions, in the order of their serials, which is the order of consumption. */
function portionsOf({ proposal, batchId }: Issued): Portion[] {
  return [...proposal.sources]
    .sort((a, b) => Number(a.blockStart - b.blockStart))
    .map(({ blockStart, blockEnd }) => ({ batchId, units: (blockEnd - blockStart + 1n) * TONNE }));
}

/** Registers, issues and does with each proposal what the source registry did. */
async function live(imported: ImportResult): Promise<{ issued: Issued[]; verification: Verification }> {
  replay = await createRegistryReplay();
  const projects = new Map<string, bigint>();
  for (const { key, ...project } of imported.projects) projects.set(key, await replay.registerProject(project));
  const batches = await replay.issueAll(
    imported.proposals.map((proposal) => ({ ...proposal, projectId: projects.get(proposal.projectKey) ?? 0n })),
  );
  const issued = imported.proposals.map((proposal, index) => ({ proposal, batchId: batches[index] ?? 0n }));
  const of = (status: string) => issued.filter(({ proposal }) => proposal.sourceStatus === status);
  await replay.retireAll(of("retired").flatMap(portionsOf), "VOLUNTARY");
  await replay.contribute(of("buffer").flatMap(portionsOf));
  for (const portion of of("cancelled").flatMap(portionsOf)) {
    await replay.cancel(HOLDER, portion, "VOLUNTARY", "as the source registry did");
  }
  return { issued, verification: await replay.verify() };
}

/** Tonnes that the importer read, by what became of them. */
function inFile(imported: ImportResult, status?: string): bigint {
  return imported.proposals
    .filter(({ sourceStatus }) => status === undefined || sourceStatus === status)
    .reduce((sum, { quantityTonnes }) => sum + quantityTonnes, 0n);
}

function onChain(verification: Verification, field: "issued" | "retired" | "cancelled" | "buffer"): bigint {
  return batchBalances(verification.ledger).reduce((sum, balance) => sum + balance[field], 0n) / TONNE;
}

/** Every retired portion's serials on the chain, as `namespace first-last`. */
function retiredOnChain(verification: Verification): string[] {
  return [...verification.ledger.retirements.values()].flatMap(({ parts }) =>
    parts.map(({ batchId, units, firstUnit }) => {
      const batch = verification.ledger.batches.get(batchId);
      if (batch === undefined) throw new RangeError(figureName(BATCH(batchId), ""));
      const first = batch.blockStart + firstUnit / TONNE;
      return `${batch.namespace} ${first}-${first + units / TONNE - 1n}`;
    }),
  );
}
const BATCH = (id: bigint) => ({ contract: "carbonCredits", functionName: "batch", args: [id] }) as const;

/** Every retired row's serials as the source registry printed them. */
function retiredInFile(imported: ImportResult): string[] {
  return imported.proposals
    .filter(({ sourceStatus }) => sourceStatus === "retired")
    .flatMap(({ serialNamespace, sources }) =>
      sources.map(({ blockStart, blockEnd }) => `${serialNamespace} ${blockStart}-${blockEnd}`),
    );
}

async function expectSame(imported: ImportResult): Promise<void> {
  const { verification } = await live(imported);
  expect(verification.differences).toEqual([]);
  expect(onChain(verification, "issued")).toBe(inFile(imported));
  expect(onChain(verification, "retired")).toBe(inFile(imported, "retired"));
  expect(onChain(verification, "cancelled")).toBe(inFile(imported, "cancelled"));
  expect(onChain(verification, "buffer")).toBe(inFile(imported, "buffer"));
  expect(retiredOnChain(verification).sort()).toEqual(retiredInFile(imported).sort());
}

describe("a registry's own records, lived through again, give its totals and its very serials", () => {
  it("of Verra's retired units of Australia, row by row", async () => {
    const imported = importRegistryCsv(readShared("registry/verra_vcus.csv"));
    expect(imported.rows).toBe(731);
    await expectSame(imported);
  });

  it.each([
    ["verra__transactions", undefined],
    ["gold-standard__issuances", undefined],
    ["gold-standard__retirements", undefined],
    ["american-carbon-registry__retirements", undefined],
    ["american-carbon-registry__cancellations", undefined],
    ["climate-action-reserve__retirements", undefined],
    ["climate-action-reserve__cancellations", undefined],
    ["art-trees__retirements", undefined],
    ["art-trees__cancellations", undefined],
    ["cercarbono__issuances", "cercarbono__projects"],
    ["isometric__issuances", "isometric__projects"],
  ])("of %s", async (name, projects) => {
    const text = readShared(`${OFFSETS_DB}/${name}.csv`);
    const options = projects === undefined ? {} : { projectsCsv: readShared(`${OFFSETS_DB}/${projects}.csv`) };
    const imported = importRegistryCsv(text, options);
    expect(imported.proposals.length).toBeGreaterThan(0);
    await expectSame(imported);
  });
});
