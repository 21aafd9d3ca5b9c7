import { setTimeout as pause } from "node:timers/promises";

/** How long to wait and how often to look. */
export type WaitOptions = { timeoutMs: number; everyMs?: number; signal?: AbortSignal };

/**
 * Looks again and again until `condition` gives something other than undefined or false.
 * @returns what it gave, or undefined when the time is over or the signal came first; what the condition throws counts as no.
 */
export async function waitFor<T>(
  condition: () => Promise<T | false | undefined>,
  { timeoutMs, everyMs = 100, signal }: WaitOptions,
): Promise<T | undefined> {
  const end = performance.now() + timeoutMs;
  while (signal?.aborted !== true) {
    const answer = await condition().catch(() => undefined);
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() + everyMs > end) return undefined;
    await pause(everyMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Whether an address answers with success (2xx) within two seconds. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "manual" });
  await response.body?.cancel();
  return response.ok;
}

/** One JSON-RPC call without parameters beyond the given ones; throws when the node does not answer with a result. */
export async function rpcCall(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(5_000),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new TypeError(`${method}: ${error.message}`);
  return result;
}
