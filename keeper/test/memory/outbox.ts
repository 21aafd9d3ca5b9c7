import { answer } from "./answer.ts";
import type { StoredTransaction, WorkRecord } from "../../src/domain/index.ts";
import { KeeperError } from "../../src/errors.ts";
import type { Outbox } from "../../src/ports/index.ts";

/** The newest epoch, shared with the in-memory lock. */
export type MemoryLease = { epoch: bigint };

type WorkEntry = WorkRecord & { transactionId: bigint | null };
type Row = StoredTransaction & { lane: string; mined: { ms: number; costWei: bigint; success: boolean } | null };

/** What all lanes share: transactions, and each lane's newest epoch. */
export type MemoryStore = {
  transactions: Row[];
  works: Map<string, Map<string, WorkEntry>>;
  leases: Map<string, MemoryLease>;
};

export function createMemoryStore(): MemoryStore {
  return { transactions: [], works: new Map(), leases: new Map() };
}

/** The outbox of one lane without a database: same rules, gone with the process. */
export function createMemoryOutbox(
  lease: MemoryLease,
  shared: MemoryStore = createMemoryStore(),
  lane = "leader",
): Outbox {
  shared.leases.set(lane, lease);
  const works = shared.works.get(lane) ?? new Map<string, WorkEntry>();
  shared.works.set(lane, works);

  const fence = (epoch: bigint) => {
    if (epoch !== lease.epoch) throw new KeeperError("FENCED", `epoch ${epoch}, newest ${lease.epoch}`);
  };
  const update = (id: bigint, change: (transaction: Row) => Row) => {
    shared.transactions = shared.transactions.map((row) => (row.id === id ? change(row) : row));
  };
  const updateWorks = (id: bigint, change: (work: WorkEntry) => WorkEntry) => {
    for (const entries of shared.works.values()) {
      for (const work of entries.values()) if (work.transactionId === id) entries.set(work.id, change(work));
    }
  };
  const isOpen = (transaction: StoredTransaction) => ["SIGNED", "SUBMITTED", "MINED"].includes(transaction.state);
  const shown = (rows: Row[]): StoredTransaction[] =>
    structuredClone(rows).map(({ lane: _lane, mined: _mined, ...transaction }) => transaction);

  return {
    open: () =>
      answer(() => {
        const own = shared.transactions.filter((row) => row.lane === lane && isOpen(row));
        return shown(own).toSorted((a, b) => a.signer.localeCompare(b.signer) || a.nonce - b.nonce);
      }),
    works: (ids) =>
      answer(() => {
        const found = ids.flatMap((id) => works.get(id) ?? []);
        return new Map(found.map(({ transactionId: _, ...record }) => [record.id, { ...record }]));
      }),
    async store(epoch, draft, sign) {
      fence(epoch);
      const own = shared.transactions.filter(
        (transaction) => transaction.signer === draft.signer && isOpen(transaction),
      );
      const nonce = Math.max(draft.chainNonce, ...own.map((transaction) => transaction.nonce + 1));
      const signed = await sign(nonce);
      for (const { id } of draft.works) {
        const state = works.get(id)?.state;
        if (state === "IN_FLIGHT" || state === "DROPPED") throw new KeeperError("DUPLICATE_WORK", id);
      }
      const transaction: Row = {
        lane,
        mined: null,
        id: BigInt(shared.transactions.length + 1),
        signer: draft.signer,
        nonce,
        job: draft.job,
        ...draft.call,
        workIds: draft.works.map((work) => work.id),
        workCalls: draft.workCalls,
        maxCostWei: draft.maxCostWei,
        resources: draft.works.map((work) => work.resource),
        state: "SIGNED",
        firstBlock: draft.block,
        deadlineBlock: draft.deadlineBlock,
        createdMs: draft.nowMs,
        minedHash: null,
        minedBlock: null,
        broadcasts: [{ ...signed, kind: "FIRST", fees: draft.fees, block: draft.block, accepted: false }],
      };
      shared.transactions.push(transaction);
      for (const { id } of draft.works) {
        const known = works.get(id);
        works.set(id, {
          id,
          state: "IN_FLIGHT",
          generation: (known?.generation ?? 0) + 1,
          attempts: known?.attempts ?? 0,
          notBeforeBlock: known?.notBeforeBlock ?? 0n,
          notBeforeMs: known?.notBeforeMs ?? 0,
          settledBlock: known?.settledBlock ?? null,
          transactionId: transaction.id,
        });
      }
      const [stored] = shown([transaction]);
      if (stored === undefined) throw new Error("one row gives one transaction");
      return stored;
    },
    addBroadcast: (epoch, id, version) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({ ...old, broadcasts: [...old.broadcasts, { ...version, accepted: false }] }));
      }),
    markAccepted: (epoch, hash) =>
      answer(() => {
        fence(epoch);
        shared.transactions = shared.transactions.map((old) =>
          old.broadcasts.some((version) => version.hash === hash)
            ? {
                ...old,
                state: old.state === "SIGNED" ? "SUBMITTED" : old.state,
                broadcasts: old.broadcasts.map((version) =>
                  version.hash === hash ? { ...version, accepted: true } : version,
                ),
              }
            : old,
        );
      }),
    markMined: (epoch, id, receipt, { undone, notBeforeMs, minedMs }) =>
      answer(() => {
        fence(epoch);
        const { success, gasUsed, effectiveGasPrice } = receipt;
        const mined = { ms: minedMs, costWei: gasUsed * effectiveGasPrice, success };
        update(id, (old) => ({ ...old, state: "MINED", minedHash: receipt.hash, minedBlock: receipt.block, mined }));
        updateWorks(id, (work) =>
          undone.includes(work.id)
            ? {
                ...work,
                state: "WAITING",
                attempts: work.attempts + 1,
                notBeforeBlock: receipt.block + 1n,
                notBeforeMs,
              }
            : { ...work, state: "SETTLED", attempts: 0, settledBlock: receipt.block },
        );
      }),
    superseded: (limit) =>
      answer(() => {
        const own = shared.transactions.filter((row) => row.lane === lane && row.state === "SUPERSEDED");
        return shown(own.toReversed().slice(0, limit));
      }),
    adopt: (epoch, signers) =>
      answer(() => {
        fence(epoch);
        for (const from of signers.map((signer) => `standby/${signer}`)) {
          const theirs = shared.leases.get(from);
          if (theirs !== undefined) theirs.epoch += 1n;
          shared.transactions = shared.transactions.map((row) =>
            row.lane === from && isOpen(row) ? { ...row, lane } : row,
          );
        }
      }),
    reopen: (epoch, id) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({
          ...old,
          state: "SIGNED",
          minedHash: null,
          minedBlock: null,
          mined: null,
          broadcasts: old.broadcasts.map((version) => ({ ...version, accepted: false })),
        }));
        updateWorks(id, (work) => ({ ...work, state: "IN_FLIGHT" }));
      }),
    rollBack: (epoch, ancestor) =>
      answer(() => {
        fence(epoch);
        shared.transactions = shared.transactions.map((old) =>
          old.state === "CONFIRMED" && old.minedBlock !== null && old.minedBlock > ancestor
            ? { ...old, state: "MINED" }
            : old,
        );
        for (const entries of shared.works.values()) {
          for (const work of entries.values()) {
            if (work.notBeforeBlock <= ancestor || (work.state !== "WAITING" && work.state !== "DROPPED")) continue;
            entries.set(work.id, { ...work, state: "WAITING", attempts: 0, notBeforeBlock: 0n, notBeforeMs: 0 });
          }
        }
      }),
    confirm: (epoch, id) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({ ...old, state: "CONFIRMED" }));
      }),
    supersede: (epoch, id) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({ ...old, state: "SUPERSEDED" }));
        updateWorks(id, (work) => ({ ...work, state: "WAITING" }));
      }),
    defer: (epoch, deferral) =>
      answer(() => {
        fence(epoch);
        for (const { id } of deferral.works) {
          const known = works.get(id);
          if (known?.state === "IN_FLIGHT") continue;
          works.set(id, {
            id,
            state: deferral.drop ? "DROPPED" : "WAITING",
            generation: known?.generation ?? 0,
            attempts: (known?.attempts ?? 0) + 1,
            notBeforeBlock: deferral.notBeforeBlock,
            notBeforeMs: deferral.notBeforeMs,
            settledBlock: known?.settledBlock ?? null,
            transactionId: known?.transactionId ?? null,
          });
        }
      }),
  };
}
