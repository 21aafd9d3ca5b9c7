import type { LeaderLock } from "../../src/ports/index.ts";
import type { MemoryLease } from "./outbox.ts";

/** One lock for all callers that share `lease`. */
export function createMemoryLeaderLock(lease: MemoryLease): LeaderLock {
  let taken = false;
  return {
    async tryAcquire() {
      if (taken) return null;
      taken = true;
      lease.epoch += 1n;
      let held = true;
      let resolve: () => void = () => undefined;
      const ended = new Promise<void>((done) => {
        resolve = done;
      });
      return {
        epoch: lease.epoch,
        isHeld: () => held,
        ended,
        async release() {
          if (held) taken = false;
          held = false;
          resolve();
        },
      };
    },
  };
}
