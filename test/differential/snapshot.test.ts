import {
  SUM_FIELDS,
  batchBalances,
  buildSumTree,
  encodeBlockHeader,
  foldInclusion,
  leafOf,
} from "@carbonxchange/sdk/audit";
import type { SumLeaf, SumTree, Sums } from "@carbonxchange/sdk/audit";
import { completenessLedgerAbi } from "@carbonxchange/sdk";
import fc from "fast-check";
import { parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRegistryReplay } from "./replay/registry-replay.ts";
import type { RegistryReplay } from "./replay/registry-replay.ts";
import { ADMIN } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";

const BATCHES = 7;

let replay: RegistryReplay;
let ledger: Deployed;
let leaves: SumLeaf[];

beforeAll(async () => {
  replay = await createRegistryReplay();
  ledger = await replay.rig.chain.deploy("CompletenessLedger", [replay.rig.contracts.credits.address]);
  const projectId = await replay.registerProject({
    registryName: "Verra",
    nativeId: "VCS1",
    name: "Forest",
    methodology: "VM0007",
    country: "KE",
    mechanism: "REDUCTION",
  });
  const batches = await replay.issueAll(
    Array.from({ length: BATCHES }, (_, index) => ({
      projectId,
      serialNamespace: `block of ${index}`,
      blockStart: 1n,
      blockEnd: 100n + BigInt(index),
      vintageStart: 1_577_836_800, // 2020-01-01
      vintageEnd: 1_609_372_800, // 2020-12-31
    })),
  );
  await replay.retireAll(
    batches.map((batchId, index) => ({ batchId, units: 1_000n + BigInt(index) })),
    "VOLUNTARY",
  );
  await replay.contribute(batches.map((batchId) => ({ batchId, units: 5_000n })));
  leaves = batchBalances((await replay.verify()).ledger).map(leafOf);
});
afterAll(() => replay.rig.chain.close());

/** Posts a tree for the last block; gives the snapshot's number. */
async function post(tree: SumTree): Promise<bigint> {
  const { publicClient, send } = replay.rig.chain;
  const block = await publicClient.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
  if (block === null) throw new RangeError("the chain has no block");
  const receipt = await send(ADMIN, ledger, "post", [encodeBlockHeader(block), tree.root]);
  const [posted] = parseEventLogs({ abi: completenessLedgerAbi, logs: receipt.logs, eventName: "SnapshotPosted" });
  expect(posted?.args.blockNumber).toBe(BigInt(block.number ?? 0));
  expect(posted?.args.takenAt).toBe(Number(block.timestamp));
  return posted?.args.snapshotId ?? 0n;
}

const ask = <T>(functionName: string, ...args: unknown[]): Promise<T> =>
  replay.rig.chain.publicClient.readContract({ ...ledger, functionName, args }) as Promise<T>;

const amount = fc.bigInt(0n, 10n ** 15n);
const sums = fc.array(amount, { minLength: 6, maxLength: 6 }).map((parts): Sums => {
  const values = [parts.reduce((sum, part) => sum + part, 0n), ...parts];
  return Object.fromEntries(SUM_FIELDS.map((field, index) => [field, values[index] ?? 0n])) as Sums;
});

describe("a snapshot of the chain, as the verifier rebuilds it", () => {
  it("is accepted, includes every batch, and cannot be voided by any of them", async () => {
    const tree = buildSumTree(leaves);
    const id = await post(tree);
    expect(tree.root.count).toBe(BigInt(BATCHES));
    for (const index of leaves.keys()) {
      const inclusion = tree.inclusion(index);
      expect(await ask("isIncluded", id, inclusion)).toEqual([true, BigInt(index)]);
      await expect(replay.rig.chain.send(ADMIN, ledger, "challengeLeaf", [id, inclusion])).rejects.toThrow(
        "CompletenessLedger_NoFault",
      );
    }
    expect(await ask("latest")).toBe(id);
  });

  it("that hides a retirement is voided by the batch that shows it", async () => {
    const lying = leaves.map((leaf, index): SumLeaf => {
      if (index !== 3) return leaf;
      const { retired, circulating, ...rest } = leaf.sums;
      return { ...leaf, sums: { ...rest, retired: retired + 500n, circulating: circulating - 500n } };
    });
    const tree = buildSumTree(lying);
    const id = await post(tree);
    const receipt = await replay.rig.chain.send(ADMIN, ledger, "challengeLeaf", [id, tree.inclusion(3)]);
    const [voided] = parseEventLogs({ abi: completenessLedgerAbi, logs: receipt.logs, eventName: "SnapshotVoided" });
    expect(voided?.args.batchId).toBe(leaves[3]?.batchId);
  });

  it("that leaves a batch out is voided by the gap", async () => {
    const tree = buildSumTree(leaves.filter((_, index) => index !== 4));
    const id = await post(tree);
    const neighbours = [tree.inclusion(3), tree.inclusion(4)];
    await replay.rig.chain.send(ADMIN, ledger, "challengeOmission", [id, leaves[4]?.batchId, neighbours]);
    expect(await ask("latest")).not.toBe(id);
  });
});

describe("the tree in the SDK and the tree in the contract", () => {
  it("agree on every proof of any leaves, and on every proof that is wrong", async () => {
    const trees = fc.array(sums, { minLength: 1, maxLength: 20 });
    const property = fc.asyncProperty(trees, fc.nat(), fc.nat(), async (all, pick, spoiled) => {
      const tree = buildSumTree(all.map((one, index): SumLeaf => ({ batchId: BigInt(index + 1), sums: one })));
      const id = await post(tree);
      const index = pick % all.length;
      const inclusion = tree.inclusion(index);
      expect(await ask("isIncluded", id, inclusion)).toEqual([true, foldInclusion(inclusion).index]);
      const field = SUM_FIELDS[spoiled % SUM_FIELDS.length] ?? "issued";
      const { leaf } = inclusion;
      const wrong = { ...inclusion, leaf: { ...leaf, sums: { ...leaf.sums, [field]: leaf.sums[field] + 1n } } };
      const [included] = await ask<[boolean, bigint]>("isIncluded", id, wrong);
      expect(included).toBe(false);
    });
    await fc.assert(property, { seed: 20_261_127, numRuns: 40 });
  });
});
