import type { ProofSource } from "../../src/ports/index.ts";
import { aProof, hash } from "../fixtures/builders.ts";
import { answer } from "./answer.ts";
import type { MemoryChain } from "./chain.ts";

/** Proofs about a chain in memory: the log is as long as the test says, and a snapshot is built by the second time it is asked for. */
export function createMemoryProofs(world: MemoryChain): ProofSource {
  const asked = new Set<bigint>();
  return {
    audit: (block) =>
      answer(() => {
        if (world.logSize === 0n) return null;
        const { size, root, at } = world.anchoredAt(block);
        return {
          anchoredSize: size,
          anchoredRoot: root,
          anchoredAt: at,
          logSize: world.logSize,
          logRoot: hash(world.logSize),
        };
      }),
    postedBlock: (block) => answer(() => world.postedAt(block)),
    proof(target) {
      if (asked.has(target)) return aProof({ blockNumber: target, root: { ...aProof().root, hash: hash(target) } });
      asked.add(target);
      return null;
    },
  };
}
