import { hasCode } from "../errors.ts";
import type { LeaderLock, Lease, Outbox } from "../ports/index.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { initialTickState, tick } from "./tick.ts";

/** The lane of a standby's own: its lock and its outbox, and after how many blocks of overdue work it acts. */
export type StandbyLane = { lock: LeaderLock; outbox: Outbox; blocks: bigint };

export type Standby = { round: () => Promise<void>; end: () => Promise<void> };

/**
 * Watches the same due work as the leader and does what has been due for too long, in a lane of its own. Each `round` is one
 * look; it reads only, while nothing is overdue. `end` gives the lane up: what is open in it is taken over by `reconcile`.
 */
export function createStandby(
  context: Omit<KeeperContext, "epoch" | "isLeader" | "sentMs" | "dueMs" | "overdueBlocks">,
  lane: StandbyLane,
  signal: AbortSignal,
): Standby {
  let lease: Lease | null = null;
  let acting: KeeperContext | null = null;
  let state = initialTickState();

  async function enter(): Promise<KeeperContext | null> {
    if (acting !== null && lease?.isHeld() === true) return acting;
    acting = null;
    const entered = await lane.lock.tryAcquire();
    if (entered === null) return null;
    lease = entered;
    state = initialTickState();
    acting = {
      ...context,
      outbox: lane.outbox,
      epoch: entered.epoch,
      isLeader: () => entered.isHeld() && !signal.aborted,
      sentMs: new Map(),
      dueMs: new Map(),
      overdueBlocks: lane.blocks,
    };
    return acting;
  }

  async function end(): Promise<void> {
    context.metrics.standbyActive.set(0);
    acting = null;
    await lease?.release();
    lease = null;
  }

  return {
    async round() {
      const standing = await enter();
      if (standing === null) {
        context.logger.debug("the leader has one of this standby's signers, or its lane is taken: it only waits");
        return;
      }
      try {
        await tick(standing, state);
      } catch (error) {
        if (!hasCode(error, "FENCED")) throw error;
        context.logger.warn({ error }, "the standby's lane was taken over");
        await end();
        return;
      }
      context.metrics.standbyActive.set(state.lastOpen > 0 ? 1 : 0);
    },
    end,
  };
}
