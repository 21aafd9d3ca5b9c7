import { answer } from "./answer.ts";
import type { StoredTransaction, WorkRecord } from "../../src/domain/index.ts";
import { KeeperError } from "../../src/errors.ts";
import type { Outbox } from "../../src/ports/index.ts";

/** The newest epoch, shared with the in-memory lock. */
export type MemoryLease = { epoch: bigint };

type WorkEntry = WorkRecord & { transactionId: bigint | null };

/** The outbox without a database: same rules, gone with the process. */
export function createMemoryOutbox(lease: MemoryLease): Outbox {
  let transactions: StoredTransaction[] = [];
  const works = new Map<string, WorkEntry>();

  const fence = (epoch: bigint) => {
    if (epoch !== lease.epoch) throw new KeeperError("FENCED", `epoch ${epoch}, newest ${lease.epoch}`);
  };
  const update = (id: bigint, change: (transaction: StoredTransaction) => StoredTransaction) => {
    transactions = transactions.map((transaction) => (transaction.id === id ? change(transaction) : transaction));
  };
  const updateWorks = (id: bigint, change: (work: WorkEntry) => WorkEntry) => {
    for (const work of works.values()) if (work.transactionId === id) works.set(work.id, change(work));
  };
  const isOpen = (transaction: StoredTransaction) => ["SIGNED", "SUBMITTED", "MINED"].includes(transaction.state);

  return {
    open: () =>
      answer(() => {
        return structuredClone(transactions.filter(isOpen)).toSorted((a, b) => a.nonce - b.nonce);
      }),
    works: (ids) =>
      answer(() => {
        const found = ids.flatMap((id) => works.get(id) ?? []);
        return new Map(found.map(({ transactionId: _, ...record }) => [record.id, { ...record }]));
      }),
    async store(epoch, draft, sign) {
      fence(epoch);
      const own = transactions.filter((transaction) => transaction.signer === draft.signer && isOpen(transaction));
      const nonce = Math.max(draft.chainNonce, ...own.map((transaction) => transaction.nonce + 1));
      const signed = await sign(nonce);
      for (const { id } of draft.works) {
        const state = works.get(id)?.state;
        if (state === "IN_FLIGHT" || state === "DROPPED") throw new KeeperError("DUPLICATE_WORK", id);
      }
      const transaction: StoredTransaction = {
        id: BigInt(transactions.length + 1),
        signer: draft.signer,
        nonce,
        job: draft.job,
        ...draft.call,
        workIds: draft.works.map((work) => work.id),
        resources: draft.works.map((work) => work.resource),
        state: "SIGNED",
        firstBlock: draft.block,
        deadlineBlock: draft.deadlineBlock,
        createdMs: draft.nowMs,
        minedHash: null,
        minedBlock: null,
        broadcasts: [{ ...signed, kind: "FIRST", fees: draft.fees, block: draft.block, accepted: false }],
      };
      transactions.push(transaction);
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
      return structuredClone(transaction);
    },
    addBroadcast: (epoch, id, version) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({ ...old, broadcasts: [...old.broadcasts, { ...version, accepted: false }] }));
      }),
    markAccepted: (epoch, hash) =>
      answer(() => {
        fence(epoch);
        transactions = transactions.map((old) =>
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
    markMined: (epoch, id, receipt, retry) =>
      answer(() => {
        fence(epoch);
        const kind = transactions
          .find((old) => old.id === id)
          ?.broadcasts.find((version) => version.hash === receipt.hash)?.kind;
        update(id, (old) => ({ ...old, state: "MINED", minedHash: receipt.hash, minedBlock: receipt.block }));
        updateWorks(id, (work) =>
          receipt.success && kind !== "CANCEL"
            ? { ...work, state: "SETTLED", attempts: 0, settledBlock: receipt.block }
            : {
                ...work,
                state: "WAITING",
                attempts: work.attempts + 1,
                notBeforeBlock: receipt.block + 1n,
                notBeforeMs: retry.notBeforeMs,
              },
        );
      }),
    reopen: (epoch, id) =>
      answer(() => {
        fence(epoch);
        update(id, (old) => ({
          ...old,
          state: "SIGNED",
          minedHash: null,
          minedBlock: null,
          broadcasts: old.broadcasts.map((version) => ({ ...version, accepted: false })),
        }));
        updateWorks(id, (work) => ({ ...work, state: "IN_FLIGHT" }));
      }),
    rollBack: (epoch, ancestor) =>
      answer(() => {
        fence(epoch);
        transactions = transactions.map((old) =>
          old.state === "CONFIRMED" && old.minedBlock !== null && old.minedBlock > ancestor
            ? { ...old, state: "MINED" }
            : old,
        );
        for (const work of works.values()) {
          if (work.notBeforeBlock <= ancestor || (work.state !== "WAITING" && work.state !== "DROPPED")) continue;
          works.set(work.id, { ...work, state: "WAITING", attempts: 0, notBeforeBlock: 0n, notBeforeMs: 0 });
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
