import type { GasRow } from "./scenario.ts";
import { TOPICS } from "./scenarios/index.ts";

/** Measures every scenario; the contracts must be compiled. Two rows of one key are an error. */
export async function measureAll(): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const { measure } of TOPICS) rows.push(...(await measure()));
  const keys = new Set(rows.map(({ key }) => key));
  if (keys.size !== rows.length) throw new TypeError("two gas scenarios have the same key");
  return rows;
}
