import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasCode } from "../../src/errors.ts";
import { hash } from "../fixtures/builders.ts";
import type { OutboxSubject } from "./outbox.suite.ts";

const STEPS = ["store", "accept", "mine", "revert", "reopen", "confirm", "supersede", "defer"] as const;
const WORKS = ["a", "b", "c"] as const;
const SIGNER = "0x00000000000000000000000000000000000000aa";
const FEES = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };

type Step = { step: (typeof STEPS)[number]; work: (typeof WORKS)[number]; pick: number };

/** Any sequence of writes leaves an outbox in which nonces and work are held once. */
export function outboxSequences(name: string, create: () => Promise<OutboxSubject>, runs: number): void {
  describe(`sequences on an outbox: ${name}`, () => {
    it("never hold a nonce or a piece of work twice", async () => {
      const step: fc.Arbitrary<Step> = fc.record({
        step: fc.constantFrom(...STEPS),
        work: fc.constantFrom(...WORKS),
        pick: fc.nat({ max: 20 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
          const subject = await create();
          const lease = await subject.lock.tryAcquire();
          if (lease === null) throw new Error("a fresh lock is free");
          const run = sequence(subject, lease.epoch);
          for (const one of steps) {
            await run(one);
            await check(subject);
          }
          await lease.release();
        }),
        { numRuns: runs },
      );
    }, 120_000);
  });
}

/** Carries steps out on the transaction they pick; a step that does not fit its state does nothing. */
function sequence({ outbox }: OutboxSubject, epoch: bigint): (step: Step) => Promise<void> {
  let chainNonce = 0;
  let signed = 0;
  // a block that carries later work on the same thing is never taken away alone
  const newest = new Map<string, bigint>();
  return async ({ step, work, pick }) => {
    const open = await outbox.open();
    const chosen = open[pick % Math.max(1, open.length)];
    const first = chosen?.broadcasts[0];
    const works = [{ id: work, resource: work, dueSince: null }];
    if (step === "store") {
      const draft = {
        signer: SIGNER,
        job: "crank",
        call: { to: SIGNER, data: "0x", gas: 1n },
        works,
        fees: FEES,
      } as const;
      await outbox
        .store(
          epoch,
          { ...draft, works, workCalls: [], maxCostWei: null, chainNonce, block: 1n, deadlineBlock: 9n, nowMs: 1 },
          () => Promise.resolve({ hash: hash(++signed), raw: "0xaa" }),
        )
        .then(
          (stored) => newest.set(work, stored.id),
          (error: unknown) => {
            if (!hasCode(error, "DUPLICATE_WORK")) throw error;
          },
        );
    } else if (step === "defer") {
      await outbox.defer(epoch, { works, drop: false, notBeforeBlock: 1n, notBeforeMs: 1, errorName: "x" });
    } else if (chosen !== undefined && first !== undefined) {
      const pending = chosen.state !== "MINED";
      const receipt = {
        hash: first.hash,
        block: 2n,
        success: step === "mine",
        gasUsed: 1n,
        effectiveGasPrice: 1n,
        skippedCalls: [],
      };
      if (step === "accept" && pending) await outbox.markAccepted(epoch, first.hash);
      if ((step === "mine" || step === "revert") && pending) {
        await outbox.markMined(epoch, chosen.id, receipt, {
          undone: step === "mine" ? [] : chosen.workIds,
          notBeforeMs: 1,
          minedMs: 1,
        });
        chainNonce = Math.max(chainNonce, chosen.nonce + 1);
      }
      if (step === "reopen" && !pending && newest.get(chosen.workIds.join()) === chosen.id) {
        await outbox.reopen(epoch, chosen.id);
      }
      if (step === "confirm" && !pending) await outbox.confirm(epoch, chosen.id);
      if (step === "supersede" && pending) {
        await outbox.supersede(epoch, chosen.id);
        chainNonce = Math.max(chainNonce, chosen.nonce + 1);
      }
    }
  };
}

async function check({ outbox }: OutboxSubject): Promise<void> {
  const open = await outbox.open();
  const nonces = open.map((transaction) => transaction.nonce);
  expect(new Set(nonces).size).toBe(nonces.length);
  const pending = open.filter((transaction) => transaction.state !== "MINED");
  const records = await outbox.works(WORKS);
  for (const work of WORKS) {
    const carriers = pending.filter((transaction) => transaction.workIds.includes(work));
    expect(carriers.length).toBe(records.get(work)?.state === "IN_FLIGHT" ? 1 : 0);
  }
}
