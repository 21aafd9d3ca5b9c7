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

/** Rows of numbers of a CSV file without quotes; an empty cell is null. The first column is left out as a date. */
export function sharedNumbers(path: string): { header: string[]; rows: (number | null)[][] } {
  const [head = "", ...lines] = sharedText(path).trim().split(/\r?\n/);
  return {
    header: head.split(",").slice(1),
    rows: lines.map((line) =>
      line
        .split(",")
        .slice(1)
        .map((cell) => (cell === "" ? null : Number(cell))),
    ),
  };
}
