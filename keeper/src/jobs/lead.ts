import { setTimeout as delay } from "node:timers/promises";
import { hasCode } from "../errors.ts";
import type { LeaderLock, Lease } from "../ports/index.ts";
import { initialTickState, tick } from "./tick.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { reconcile } from "./reconcile.ts";
import { createStandby, type Standby, type StandbyLane } from "./standby.ts";

export type Role = "starting" | "standby" | "leader" | "stopped";

export type LeadOptions = {
  lock: LeaderLock;
  /** Everything the jobs need but the lease. */
  context: Omit<KeeperContext, "epoch" | "isLeader" | "sentMs" | "dueMs" | "overdueBlocks">;
  /** How this process acts while another one leads; null for not at all. */
  standby: StandbyLane | null;
  pollMs: number;
  /** Ends the loop after the round under way. */
  signal: AbortSignal;
  onRole: (role: Role) => void;
  /** Told after each round that ended without an error, with the time of that round. */
  onRound: () => void;
};

/** Waits for leadership, leads until it is lost, and waits again, until `signal` aborts. */
export async function leadWhilePossible(options: LeadOptions): Promise<void> {
  const { context, signal, onRole } = options;
  const standby = options.standby === null ? null : createStandby(context, options.standby, signal);
  while (!signal.aborted) {
    const lease = await acquire(options);
    if (lease === null) {
      onRole("standby");
      if (standby === null || (await standbyRound(standby, options))) options.onRound();
      await pause(options.pollMs, signal);
      continue;
    }
    await standby?.end();
    onRole("leader");
    context.metrics.leader.set(1);
    context.metrics.epoch.set(Number(lease.epoch));
    context.logger.info({ epoch: lease.epoch.toString() }, "leading");
    await ticksUnder(lease, options);
    await lease.release();
    context.metrics.leader.set(0);
    context.metrics.epoch.set(0);
    context.logger.info({ epoch: lease.epoch.toString() }, "leadership ended");
  }
  await standby?.end();
  onRole("stopped");
}

/** Whether the round ended well. A failed one changed nothing that was not durable. */
async function standbyRound(standby: Standby, { context }: LeadOptions): Promise<boolean> {
  try {
    await standby.round();
    return true;
  } catch (error) {
    context.metrics.failures.inc({ kind: "standby" });
    context.logger.warn({ error }, "standby round failed, trying again");
    return false;
  }
}

async function acquire(options: LeadOptions): Promise<Lease | null> {
  try {
    return await options.lock.tryAcquire();
  } catch (error) {
    options.context.metrics.failures.inc({ kind: "lock" });
    options.context.logger.warn({ error }, "leader lock unreachable, trying again");
    return null;
  }
}

/**
 * Rounds strictly one after another. A failed round changes nothing that was not already durable, so it is counted and
 * the next one starts afresh; being fenced ends the leadership.
 */
async function ticksUnder(lease: Lease, options: LeadOptions): Promise<void> {
  const { context, signal, pollMs } = options;
  const state = initialTickState();
  const leading: KeeperContext = {
    ...context,
    epoch: lease.epoch,
    isLeader: () => lease.isHeld() && !signal.aborted,
    sentMs: new Map(),
    dueMs: new Map(),
    overdueBlocks: null,
  };
  let reconciled = false;
  while (leading.isLeader()) {
    try {
      if (!reconciled) await reconcile(leading, await leading.reader.head());
      reconciled = true;
      await tick(leading, state);
      options.onRound();
    } catch (error) {
      if (hasCode(error, "FENCED")) {
        context.logger.error({ error }, "a newer leader exists, stepping down");
        return;
      }
      context.metrics.failures.inc({ kind: "tick" });
      context.logger.warn({ error }, "round failed, trying again");
    }
    await pause(pollMs, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
