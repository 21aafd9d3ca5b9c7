/** Reads coverage figures out of the reports of the tools. */

export type Share = { covered: number; total: number };
export type CoverageRow = { name: string; lines: Share; branches?: Share };

/** Istanbul's json-summary, as Vitest writes it. */
export function istanbulCoverage(name: string, summary: string): CoverageRow {
  const { total } = JSON.parse(summary) as { total: { lines: Share; branches: Share } };
  const share = ({ covered, total: all }: Share): Share => ({ covered, total: all });
  return { name, lines: share(total.lines), branches: share(total.branches) };
}

/** The row "Total" of forge's summary table: lines, statements, branches, functions as `12.34% (56/78)`. */
export function forgeCoverage(name: string, table: string): CoverageRow {
  const row = table.split("\n").find((line) => /\|\s*Total\s*\|/.test(line));
  const shares = [...(row ?? "").matchAll(/\((\d+)\/(\d+)\)/g)].map(([, covered, total]) => ({
    covered: Number(covered),
    total: Number(total),
  }));
  const [lines, , branches] = shares;
  if (lines === undefined || branches === undefined) throw new TypeError("forge printed no row of totals");
  return { name, lines, branches };
}

/** Lines of an lcov file: LF found, LH hit. */
export function lcovCoverage(name: string, lcov: string): CoverageRow {
  const sum = (tag: string) =>
    [...lcov.matchAll(new RegExp(`^${tag}:(\\d+)$`, "gm"))].reduce((all, [, count]) => all + Number(count), 0);
  return { name, lines: { covered: sum("LH"), total: sum("LF") } };
}
