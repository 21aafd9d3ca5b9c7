import { describe, expect, it } from "vitest";
import type { LeaderLock } from "../../src/ports/index.ts";

/** What every leader lock must do. `create` gives two contenders for the same leadership. */
export function leaderLockConformance(name: string, create: () => Promise<[LeaderLock, LeaderLock]>): void {
  describe(`leader lock: ${name}`, () => {
    it("has one leader at a time", async () => {
      const [one, two] = await create();
      const lease = await one.tryAcquire();
      expect(lease?.isHeld()).toBe(true);
      expect(await two.tryAcquire()).toBeNull();
      await lease?.release();
    });

    it("gives each new leader a greater epoch", async () => {
      const [one, two] = await create();
      const first = await one.tryAcquire();
      await first?.release();
      const second = await two.tryAcquire();
      if (first === null || second === null) throw new Error("both contenders lead in turn");
      expect(second.epoch).toBeGreaterThan(first.epoch);
      await second.release();
    });

    it("says so when leadership ends", async () => {
      const [one] = await create();
      const lease = await one.tryAcquire();
      await lease?.release();
      await lease?.ended;
      expect(lease?.isHeld()).toBe(false);
    });

    it("does not let a released lease free a successor's", async () => {
      const [one, two] = await create();
      const first = await one.tryAcquire();
      await first?.release();
      const second = await two.tryAcquire();
      await first?.release();
      expect(second?.isHeld()).toBe(true);
      expect(await one.tryAcquire()).toBeNull();
      await second?.release();
    });
  });
}
