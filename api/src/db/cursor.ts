import { ProblemError } from "../http/problem.ts";

/** What each part of a list's sort key looks like. */
export type CursorPart = "number" | "id";

const PATTERNS: Record<CursorPart, RegExp> = { number: /^\d{1,78}$/, id: /^[\w-]{1,120}$/ };

/** Packs the sort key of the last row of a page. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(parts.join("~")).toString("base64url");
}

/** Unpacks a cursor, or undefined for none. Throws `ProblemError` BAD_REQUEST on one that this list did not make. */
export function decodeCursor(cursor: string | undefined, shape: readonly CursorPart[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const parts = Buffer.from(cursor, "base64url").toString("utf8").split("~");
  const fits = parts.length === shape.length && shape.every((kind, at) => PATTERNS[kind].test(parts[at] ?? ""));
  if (!fits)
    throw new ProblemError("BAD_REQUEST", { faults: [{ field: "cursor", message: "is not a cursor of this list" }] });
  return parts;
}

/**
 * Cuts a page out of rows that were read with `limit + 1`: the extra row says that there is more and is dropped.
 */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  toItem: (row: R) => T,
  keyOf: (row: R) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), nextCursor: more ? encodeCursor(keyOf(last).map(String)) : null };
}

/** What every paged list takes. */
export type PageRequest = { limit: number; cursor?: string | undefined };
