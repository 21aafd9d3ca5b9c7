/**
 * A process of its own beside an indexer that something else started (a container, say): ends with code 75 when the indexer
 * has been ready and then stays behind the chain. `start.ts` does the same watching for the indexer it starts.
 */
import { setTimeout as delay } from "node:timers/promises";
import { loadConfig } from "./config.ts";
import { createLagMonitor } from "./lag-monitor.ts";
import { measureLag } from "./measure-lag.ts";

/** Exit code that asks the supervisor for a restart. */
export const EXIT_RESTART = 75;

/** Watches until the indexer needs a restart, or `signal` is aborted; says which. */
export async function watch(
  settings: { rpcUrl: string; indexerUrl: string; maxLagBlocks: number; maxLagMs: number; periodMs: number },
  signal: AbortSignal,
): Promise<"restart" | "stopped"> {
  const judge = createLagMonitor(settings);
  while (!signal.aborted) {
    const sample = await measureLag(settings);
    if (judge({ ...sample, atMs: performance.now() }) === "restart") return "restart";
    await delay(settings.periodMs, undefined, { signal }).catch(() => "stopped"); // aborted: the loop's condition ends it
  }
  return "stopped";
}

if (import.meta.main) {
  const config = loadConfig();
  const rpcUrl = config.rpcUrls[0] ?? "";
  const indexerUrl = `http://${config.host}:${config.port}`;
  await watch({ ...config, rpcUrl, indexerUrl, periodMs: config.statusPeriodMs }, new AbortController().signal);
  console.error(`indexer at ${indexerUrl} is more than ${config.maxLagBlocks} blocks behind`);
  process.exit(EXIT_RESTART);
}
