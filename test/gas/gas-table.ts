import type { GasRow, PublicBooks } from "./scenario.ts";

const COLUMNS: readonly (readonly [keyof PublicBooks, string])[] = [
  ["cloberV2", "Clober"],
  ["kuru", "Kuru"],
  ["gte", "GTE"],
  ["samWitch", "SamWitch"],
];
const TITLE_WIDTH = 38;
const WIDTH = 10;

const line = (title: string, cells: readonly string[]) =>
  title.padEnd(TITLE_WIDTH) + cells.map((cell) => cell.padStart(WIDTH)).join("");

/**
 * The table as text: gas, bound, gas / bound, and gas as a part of what the same act costs in each public book. Where the row
 * is compared with another of ours, the ratio stands at the end.
 */
export function gasTable(rows: readonly GasRow[]): string {
  const header = line("scenario", ["gas", "bound", "ratio", ...COLUMNS.map(([, name]) => name)]);
  const lines = rows.map(({ title, gas, bound, publicBooks, against, ratio }) => {
    const limits = bound === undefined ? ["", ""] : [bound.toLocaleString("en"), (gas / bound).toFixed(2)];
    const others = COLUMNS.map(([key]) =>
      publicBooks === undefined ? "" : (gas / 1000 / publicBooks[key]).toFixed(2),
    );
    const note = against === undefined || ratio === undefined ? "" : `  ${ratio.toFixed(2)} x ${against.key}`;
    return (line(title, [gas.toLocaleString("en"), ...limits, ...others]) + note).trimEnd();
  });
  return [header, ...lines].join("\n");
}
