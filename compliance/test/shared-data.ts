import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../shared/data/", import.meta.url);

/** Text of a file of the shared test data; fails with a clear message when it is missing. */
export function sharedText(path: string): string {
  const file = fileURLToPath(new URL(path, ROOT));
  if (!existsSync(file)) throw new Error(`test data is missing: ../shared/data/${path} (relative to the project root)`);
  return readFileSync(file, "utf8");
}

/** The same, parsed as JSON of a shape the caller states. */
export function sharedJson<T>(path: string): T {
  return JSON.parse(sharedText(path)) as T;
}
