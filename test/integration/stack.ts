/** A whole stack on free ports with folders of its own, and ways to wait for what it shows. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, DEFAULT_DATA_DIR, type ServiceName, type Stack } from "../../deploy/local/stack.ts";
import { waitFor } from "../../deploy/local/wait-for.ts";

export type TestStack = Stack & { remove(): Promise<void> };

/** Starts the given services over an empty chain; nothing is shared with a running exchange but the compiled code. */
export async function startTestStack(services: readonly ServiceName[]): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), "carbon-"));
  const stack = await startStack({
    dataDir: folder,
    deploymentsDir: join(folder, "deployments"),
    buildDir: DEFAULT_DATA_DIR,
    services,
    seeded: false,
  });
  return {
    ...stack,
    async remove() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The JSON answer of a route under /api/v1; throws with the problem's text otherwise. */
export async function getJson<T>(api: string, path: string): Promise<T> {
  const response = await fetch(`${api}/api/v1${path}`);
  const body: unknown = await response.json();
  if (!response.ok) throw new TypeError(`${path} answered ${response.status}: ${JSON.stringify(body)}`);
  return body as T;
}

/** Waits until `look` answers with what is wanted; throws with `what` after 80 seconds: an indexer that starts anew on a busy machine needs half a minute. */
export async function eventually<T>(what: string, look: () => Promise<T | false | undefined>): Promise<T> {
  const answer = await waitFor(look, { timeoutMs: 80_000, everyMs: 100 });
  if (answer === undefined) throw new TypeError(`waited 80 s in vain for: ${what}`);
  return answer;
}
