/** What earlier runs found out, so that a run that was cut off goes on and survivors are tried again alone. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Mutant } from "./mutant.ts";
import type { Verdict } from "./workshop.ts";

export type Memory = { get: (mutant: Mutant) => Verdict | undefined; put: (mutant: Mutant, verdict: Verdict) => void };

const key = ({ file, at, from, to }: Mutant) => `${file}@${at}: ${from} -> ${to}`;

/** A file of verdicts by mutant; `fresh` forgets what it holds. */
export function openMemory(file: string, fresh: boolean): Memory {
  const verdicts: Record<string, Verdict> =
    !fresh && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Verdict>) : {};
  return {
    get: (mutant) => verdicts[key(mutant)],
    put(mutant, verdict) {
      verdicts[key(mutant)] = verdict;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(verdicts));
    },
  };
}
