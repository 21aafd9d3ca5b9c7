/** What was measured once: how far the indexer is behind, or null when it did not answer. */
export type LagSample = { atMs: number; ready: boolean; lagBlocks: number | null };

/**
 * Says when the indexer needs a restart: once it has been ready, it must not stay behind (or silent) for longer than
 * `maxLagMs`. A backfill, however long, is not a fault. Pure but for what it remembers of the samples.
 */
export function createLagMonitor(bounds: {
  maxLagBlocks: number;
  maxLagMs: number;
}): (sample: LagSample) => "ok" | "behind" | "restart" {
  let everReady = false;
  let behindSinceMs: number | null = null;
  return (sample) => {
    everReady ||= sample.ready;
    const behind = everReady && (sample.lagBlocks === null || sample.lagBlocks > bounds.maxLagBlocks);
    if (!behind) {
      behindSinceMs = null;
      return "ok";
    }
    behindSinceMs ??= sample.atMs;
    return sample.atMs - behindSinceMs > bounds.maxLagMs ? "restart" : "behind";
  };
}
