/** Makes the mutants of a file, and chooses among those of many. */
import { codeOnly, isDeclaration } from "./code-only.ts";
import { lineAt, type Mutant } from "./mutant.ts";
import { OPERATORS } from "./operators.ts";

/** Every mutant of a file, in the order of its text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const code = codeOnly(source);
  const lines = code.split("\n");
  return OPERATORS.flatMap(({ name, find }) =>
    find(code)
      .map(({ at, from, to }) => ({
        file,
        line: lineAt(source, at),
        operator: name,
        at,
        from: source.slice(at, at + from.length),
        to,
      }))
      .filter(({ line }) => !isDeclaration(lines[line - 1] ?? "")),
  ).sort((a, b) => a.at - b.at || a.operator.localeCompare(b.operator));
}

/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Chooses mutants so that each file and each operator has its turn: file after file in a shuffled order, from each one of the
 * operator that was used least so far.
 */
export function choose(mutants: readonly Mutant[], count: number, random: () => number): Mutant[] {
  const shuffled = [...mutants].map((mutant) => ({ mutant, key: random() })).sort((a, b) => a.key - b.key);
  const pools = new Map<string, Mutant[]>();
  for (const { mutant } of shuffled) pools.set(mutant.file, [...(pools.get(mutant.file) ?? []), mutant]);
  const used = new Map<string, number>();
  const chosen: Mutant[] = [];
  while (chosen.length < count && pools.size > 0) {
    for (const [file, pool] of [...pools]) {
      if (chosen.length >= count) break;
      const next = pool.reduce((best, mutant) =>
        (used.get(mutant.operator) ?? 0) < (used.get(best.operator) ?? 0) ? mutant : best,
      );
      pool.splice(pool.indexOf(next), 1);
      if (pool.length === 0) pools.delete(file);
      used.set(next.operator, (used.get(next.operator) ?? 0) + 1);
      chosen.push(next);
    }
  }
  return chosen;
}
