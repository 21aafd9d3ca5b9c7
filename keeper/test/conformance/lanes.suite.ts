import { describe, expect, it } from "vitest";
import { hasCode } from "../../src/errors.ts";
import type { Draft, LeaderLock, Outbox } from "../../src/ports/index.ts";
import { aReceipt, hash } from "../fixtures/builders.ts";

/** The leader's lane and the one of a standby that signs with `STANDBY`, on one record. */
export type LanesSubject = {
  leader: { outbox: Outbox; lock: LeaderLock };
  standby: { outbox: Outbox; lock: LeaderLock };
};

export const STANDBY = "0x00000000000000000000000000000000000000bb";
const draftOf = (fields: Partial<Draft> = {}): Draft => ({
  signer: STANDBY,
  job: "crank",
  call: { to: STANDBY, data: "0x", gas: 1n },
  works: [{ id: "w", resource: "w", dueSince: null }],
  workCalls: [],
  maxCostWei: null,
  fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
  chainNonce: 4,
  block: 1n,
  deadlineBlock: 2n,
  nowMs: 3,
  ...fields,
});

/** What the lanes of one outbox must do to each other, and what not, whatever keeps it. */
export function lanesConformance(name: string, create: () => Promise<LanesSubject>): void {
  describe(`lanes of an outbox: ${name}`, () => {
    const signed = (seed: number) => () => Promise.resolve({ hash: hash(seed), raw: "0xaa" } as const);
    async function bothHeld() {
      const { leader, standby } = await create();
      const [leaders, own] = [await leader.lock.tryAcquire(), await standby.lock.tryAcquire()];
      if (leaders === null || own === null) throw new Error("each lane has its own lock");
      return { leader: leader.outbox, standby: standby.outbox, leaders, own };
    }

    it("hold their work and transactions apart", async () => {
      const { leader, standby, leaders, own } = await bothHeld();
      await leader.store(leaders.epoch, draftOf({ signer: "0x00000000000000000000000000000000000000aa" }), signed(1));
      const stored = await standby.store(own.epoch, draftOf(), signed(2));
      expect(await standby.open()).toEqual([stored]);
      expect(await leader.open()).toHaveLength(1);
      await standby.markMined(own.epoch, stored.id, aReceipt({ hash: hash(2) }), {
        undone: [],
        notBeforeMs: 0,
        minedMs: 1,
      });
      expect((await standby.works(["w"])).get("w")?.state).toBe("SETTLED");
      expect((await leader.works(["w"])).get("w")?.state).toBe("IN_FLIGHT");
      await Promise.all([leaders.release(), own.release()]);
    });

    it("count a signer's nonces together", async () => {
      const { leader, standby, leaders, own } = await bothHeld();
      expect((await standby.store(own.epoch, draftOf(), signed(1))).nonce).toBe(4);
      const other = draftOf({ works: [{ id: "v", resource: "v", dueSince: null }] });
      expect((await leader.store(leaders.epoch, other, signed(2))).nonce).toBe(5);
      await Promise.all([leaders.release(), own.release()]);
    });

    it("pass what is open in them to a leader with the same signer, and are fenced by that", async () => {
      const { leader, standby, leaders, own } = await bothHeld();
      const stored = await standby.store(own.epoch, draftOf(), signed(1));
      await leader.adopt(leaders.epoch, ["0x00000000000000000000000000000000000000aa"]);
      expect(await standby.open()).toHaveLength(1);
      await leader.adopt(leaders.epoch, [STANDBY]);
      expect(await standby.open()).toEqual([]);
      expect(await leader.open()).toEqual([stored]);
      const late = standby.store(own.epoch, draftOf({ works: [] }), signed(2));
      await expect(late).rejects.toSatisfy((error) => hasCode(error, "FENCED"));
      await leader.markMined(leaders.epoch, stored.id, aReceipt({ hash: hash(1) }), {
        undone: [],
        notBeforeMs: 0,
        minedMs: 1,
      });
      expect((await standby.works(["w"])).get("w")?.state).toBe("SETTLED");
      await Promise.all([leaders.release(), own.release()]);
    });
  });
}
