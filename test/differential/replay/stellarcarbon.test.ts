import { createHash } from "node:crypto";
import { parseSerial } from "@carbonxchange/sdk";
import type { SerialBlock } from "@carbonxchange/sdk";
import { retirementRows } from "@carbonxchange/sdk/node";
import type { Verification } from "@carbonxchange/sdk/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TONNE, createRegistryReplay } from "./registry-replay.ts";
import type { RegistryReplay } from "./registry-replay.ts";
import { readRecords } from "./shared-data.ts";

/** One mint on Stellar: the block of Verra serials behind it. */
type Mint = { serialHash: string; serial: string; block: SerialBlock; day: [number, number] };
/** One retirement at Verra, of serials of one mint or more. */
type Retirement = { id: number; tonnes: bigint; serial: string; block: SerialBlock };

const seconds = (text: unknown): number => Date.parse(`${String(text).slice(0, 10)}T00:00:00Z`) / 1000;

function blockOf(serial: unknown): SerialBlock {
  const parsed = parseSerial(String(serial));
  if (!parsed.ok) throw new RangeError(`${String(serial)}: ${parsed.error}`);
  return parsed.value;
}

function readMints(): Mint[] {
  return readRecords("onchain/stellarcarbon_minted_blocks.ndjson").map((record) => ({
    serialHash: String(record[0]),
    serial: String(record[4]),
    block: blockOf(record[4]),
    day: [seconds(record[9]), seconds(record[10])],
  }));
}

function readRetirements(): Retirement[] {
  return readRecords("onchain/stellarcarbon_retirements.ndjson").map((record) => ({
    id: Number(record[0]),
    tonnes: BigInt(Number(record[1])),
    serial: String(record[2]),
    block: blockOf(record[2]),
  }));
}

let replay: RegistryReplay;
let mints: Mint[];
let retirements: Retirement[];
let verification: Verification;

beforeAll(async () => {
  mints = readMints();
  retirements = readRetirements().sort((a, b) => Number(a.block.blockStart - b.block.blockStart));
  replay = await createRegistryReplay();
  const projectId = await replay.registerProject({
    registryName: "Verra",
    nativeId: "VCS1360",
    name: "Shipibo Conibo and Cacataibo forest management",
    methodology: "VM0015",
    country: "PE",
    mechanism: "REDUCTION",
  });
  const batches = await replay.issueAll(
    mints.map(({ block, day: [vintageStart, vintageEnd] }) => ({
      projectId,
      serialNamespace: block.namespace,
      blockStart: block.blockStart,
      blockEnd: block.blockEnd,
      vintageStart,
      vintageEnd,
    })),
  );
  for (const { block } of retirements) {
    const index = mints.findIndex((mint) => contains(mint.block, block));
    const batchId = batches[index] ?? 0n;
    await replay.retireAll([{ batchId, units: (block.blockEnd - block.blockStart + 1n) * TONNE }], "VOLUNTARY");
  }
  verification = await replay.verify();
}, 120_000);
afterAll(() => replay.rig.chain.close());

function contains(outer: SerialBlock, inner: SerialBlock): boolean {
  const isSame = outer.namespace === inner.namespace;
  return isSame && outer.blockStart <= inner.blockStart && inner.blockEnd <= outer.blockEnd;
}

describe("Stellarcarbon's records, from the mint to the retirement", () => {
  it("leave nothing to explain", () => {
    expect(verification.differences).toEqual([]);
    expect(verification.ledger.batches.size).toBe(mints.length);
    expect(verification.ledger.retirements.size).toBe(retirements.length);
  });

  it("name each mint's serial block by its hash, the very block that was issued here", () => {
    const blocks = [...verification.ledger.batches.values()].map(
      ({ namespace, blockStart, blockEnd }) => `${namespace} ${blockStart}-${blockEnd}`,
    );
    for (const { serial, serialHash, block } of mints) {
      expect(createHash("sha256").update(serial).digest("hex")).toBe(serialHash);
      expect(blocks).toContain(`${block.namespace} ${block.blockStart}-${block.blockEnd}`);
    }
  });

  it("retire at Verra the same serials as the certificates here", () => {
    const printed = retirementRows(verification.ledger).map(({ serials }) => serials);
    expect(printed.sort()).toEqual(retirements.map(({ serial }) => serial).sort());
  });

  it("tie every retirement to the mint it came from, for its whole quantity", () => {
    const drawn = readRecords("onchain/stellarcarbon_retirement_from_block.ndjson");
    for (const [id, hash, tonnes] of drawn) {
      const retirement = retirements.find((one) => one.id === id);
      const mint = mints.find((one) => one.serialHash === hash);
      if (retirement === undefined || mint === undefined) throw new RangeError(`record ${String(id)} names nothing`);
      expect(contains(mint.block, retirement.block)).toBe(true);
      expect(retirement.tonnes).toBe(BigInt(Number(tonnes)));
    }
    expect(drawn.length).toBe(retirements.length);
  });
});
