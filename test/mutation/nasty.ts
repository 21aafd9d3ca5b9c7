/**
 * Changes chosen by hand, at the places where real order books were broken (audits and contests of Clober, SamWitch, GTE, Rubicon,
 * Oku, Tempo, OpenBook, Phoenix, Manifest, GMX and Aptos), and where a single line carries a promise of this one.
 */
import { applied, lineAt, type Mutant } from "./mutant.ts";
import { ACCOUNTS } from "./nasty/accounts.ts";
import { BOOK } from "./nasty/book.ts";
import type { Nasty } from "./nasty/place.ts";
import { QUEUE } from "./nasty/queue.ts";

export const NASTY: readonly Nasty[] = [...BOOK, ...QUEUE, ...ACCOUNTS];

/** The mutants of the list that still apply, and those whose text is gone from its file or stands there more than once. */
export function nastyMutants(read: (file: string) => string | undefined): { mutants: Mutant[]; stale: Nasty[] } {
  const mutants: Mutant[] = [];
  const stale: Nasty[] = [];
  for (const nasty of NASTY) {
    const source = read(nasty.file) ?? "";
    const at = source.indexOf(nasty.from);
    if (at < 0 || source.includes(nasty.from, at + 1)) stale.push(nasty);
    else
      mutants.push({
        file: nasty.file,
        line: lineAt(source, at),
        operator: "nasty",
        at,
        from: nasty.from,
        to: nasty.to,
      });
  }
  return { mutants: mutants.filter((m) => applied(read(m.file) ?? "", m) !== read(m.file)), stale };
}
