import { setTimeout as delay } from "node:timers/promises";
import { migrate } from "../adapters/postgres/migrate.ts";
import type { KeeperConfig } from "../config.ts";
import { readOpen } from "../adapters/postgres/status-reader.ts";
import { leadWhilePossible } from "../jobs/lead.ts";
import { leadOptions } from "../keeper.ts";
import type { OpenedKeeper } from "../open-keeper.ts";

/**
 * `keeper drain`: asks every keeper of the chain to take no new work, and waits until no stored transaction is without a receipt. It
 * stands by meanwhile, so that where nobody leads it finishes by itself what is open. Answers whether nothing is open any more;
 * the request stays until `keeper drain --end`.
 */
export async function drain(
  opened: OpenedKeeper,
  config: KeeperConfig,
  { timeoutSeconds, say }: { timeoutSeconds: number; say: (line: string) => void },
): Promise<boolean> {
  const { pool, chainKey, parts } = opened;
  await migrate(pool);
  await parts.drain.set("keeper drain");
  const aborter = new AbortController();
  let rounds = 0;
  const watch = {
    signal: aborter.signal,
    onRole: () => undefined,
    onRound: () => void (rounds += 1),
    onStopReasons: () => undefined,
  };
  const leading = leadWhilePossible({ ...leadOptions(opened, config, watch), standby: null });
  const deadlineMs = parts.clock.nowMs() + timeoutSeconds * 1_000;
  let [open, said] = [-1, -1];
  try {
    for (;;) {
      // a leader may be in the middle of a round that began before the request: it counts once a round has passed
      open = (await readOpen(pool, chainKey)).filter(({ state }) => state !== "MINED").length;
      if (open !== said) say(`${open} transactions open`);
      said = open;
      if ((open === 0 && rounds > SETTLING_ROUNDS) || parts.clock.nowMs() >= deadlineMs) break;
      await delay(config.pollMs);
    }
  } finally {
    aborter.abort();
    await leading;
  }
  return open === 0;
}

const SETTLING_ROUNDS = 2;
