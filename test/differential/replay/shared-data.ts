import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Published records lie beside the project, or where SHARED_DATA says. */
const ROOT = process.env["SHARED_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");

/** The text of a published file; says which one is missing. */
export function readShared(path: string): string {
  const file = join(ROOT, path);
  if (!existsSync(file)) throw new Error(`test data is missing: ../shared/data/${path} (relative to the project root)`);
  return readFileSync(file, "utf8");
}

/** The records of a file with one JSON value per line. */
export function readRecords(path: string): unknown[][] {
  return readShared(path)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown[]);
}
