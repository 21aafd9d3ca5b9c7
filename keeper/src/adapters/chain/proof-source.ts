import { auditAnchorAbi, completenessLedgerAbi, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { SnapshotProof } from "../../domain/index.ts";
import type { ProofSource } from "../../ports/index.ts";

type ProofDeps = {
  client: PublicClient;
  auditAnchor: HexString;
  completenessLedger: HexString;
  auditRoot: () => Promise<{ size: bigint; root: HexString } | null>;
  build: (target: bigint) => Promise<SnapshotProof | null>;
  /** Told how each build ended: without an error, built or nothing to show. */
  onBuilt: (target: bigint, error: unknown) => void;
};

/** What the chain and the audit log say, and snapshots that are built in the background, one at a time. */
export function createProofSource(deps: ProofDeps): ProofSource {
  const { client } = deps;
  let building = false;
  let built: { target: bigint; proof: SnapshotProof | null } | null = null;

  async function buildNow(target: bigint): Promise<void> {
    try {
      built = { target, proof: await deps.build(target) };
      deps.onBuilt(target, null);
    } catch (error) {
      deps.onBuilt(target, error);
    } finally {
      building = false;
    }
  }

  return {
    async audit({ number: blockNumber }) {
      const log = await deps.auditRoot();
      if (log === null) return null;
      const read = { address: deps.auditAnchor, abi: auditAnchorAbi, functionName: "latest", blockNumber } as const;
      const [, last] = await client.readContract(read);
      return {
        anchoredSize: last.treeSize,
        anchoredRoot: last.root,
        anchoredAt: BigInt(last.anchoredAt),
        logSize: log.size,
        logRoot: log.root,
      };
    },

    async postedBlock({ number: blockNumber }) {
      const contract = { address: deps.completenessLedger, abi: completenessLedgerAbi, blockNumber } as const;
      const id = await client.readContract({ ...contract, functionName: "latest" });
      if (id === 0n) return 0n;
      const snapshot = await client.readContract({ ...contract, functionName: "snapshot", args: [id] });
      return snapshot.blockNumber;
    },

    proof(target) {
      if (!building && built?.target !== target) {
        building = true;
        void buildNow(target);
      }
      return built?.proof ?? null;
    },
  };
}
