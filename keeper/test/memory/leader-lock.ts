import { answer } from "./answer.ts";
import type { LeaderLock } from "../../src/ports/index.ts";
import type { MemoryLease } from "./outbox.ts";

/** One lock for all callers that share `lease`. */
export function createMemoryLeaderLock(lease: MemoryLease): LeaderLock {
  let taken = false;
  return {
    tryAcquire: () =>
      answer(() => {
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
          release: () =>
            answer(() => {
              if (held) taken = false;
              held = false;
              resolve();
            }),
        };
      }),
  };
}
