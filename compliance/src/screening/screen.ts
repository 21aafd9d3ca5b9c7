import { nameTokens } from "./normalize-name.ts";
import { scoreTokens, type TokenMatch } from "./name-score.ts";

/** A listed person or organisation. `source` is the list, `reference` its id there. */
export type ListedParty = {
  source: string;
  reference: string;
  kind: "INDIVIDUAL" | "ENTITY" | "OTHER";
  names: string[];
  birthYears: number[];
  countries: string[];
};

/** A hit with what explains it. */
export type ScreeningHit = {
  source: string;
  reference: string;
  listedName: string;
  score: number;
  matches: TokenMatch[];
  birthYear: "agrees" | "differs" | "unknown";
};

export type ScreeningList = { screenName(name: string, options?: ScreeningOptions): ScreeningHit[]; size: number };

export type ScreeningOptions = { threshold?: number; birthYear?: number; limit?: number };

/** Score from which a name counts as a hit; set by the figures in README.md. */
export const DEFAULT_THRESHOLD = 0.83;
const BIRTH_YEAR_TOLERANCE = 2;
const BIRTH_YEAR_PENALTY = 0.15;

/**
 * Prepares a list for screening. Names are normalised once; a query is compared with the entries that share a three-letter
 * piece of a word with it, best hit per party, highest score first.
 */
export function createScreeningList(parties: readonly ListedParty[]): ScreeningList {
  const names = parties.flatMap((party) =>
    party.names.map((listedName) => ({ party, listedName, tokens: nameTokens(listedName) })),
  );
  const byPiece = new Map<string, number[]>();
  names.forEach(({ tokens }, index) => {
    for (const piece of piecesOf(tokens)) {
      const found = byPiece.get(piece);
      if (found === undefined) byPiece.set(piece, [index]);
      else found.push(index);
    }
  });

  return {
    size: parties.length,
    screenName(name, options = {}) {
      const { threshold = DEFAULT_THRESHOLD, limit = 20 } = options;
      const query = nameTokens(name);
      const candidates = new Set([...piecesOf(query)].flatMap((piece) => byPiece.get(piece) ?? []));
      const best = new Map<ListedParty, ScreeningHit>();
      for (const index of candidates) {
        const entry = names[index];
        if (entry === undefined) continue;
        const { score, matches } = scoreTokens(query, entry.tokens);
        const birthYear = compareBirthYear(options.birthYear, entry.party.birthYears);
        const adjusted = birthYear === "differs" ? Math.max(0, score - BIRTH_YEAR_PENALTY) : score;
        if (adjusted < threshold || adjusted <= (best.get(entry.party)?.score ?? 0)) continue;
        const { source, reference } = entry.party;
        best.set(entry.party, { source, reference, listedName: entry.listedName, score: adjusted, matches, birthYear });
      }
      return [...best.values()]
        .sort((a, b) => b.score - a.score || a.reference.localeCompare(b.reference))
        .slice(0, limit);
    },
  };
}

/** Screens one name against a few parties; for many names prepare the list once with `createScreeningList`. */
export function screenName(
  name: string,
  parties: readonly ListedParty[],
  options: ScreeningOptions = {},
): ScreeningHit[] {
  return createScreeningList(parties).screenName(name, options);
}

function compareBirthYear(asked: number | undefined, listed: readonly number[]): ScreeningHit["birthYear"] {
  if (asked === undefined || listed.length === 0) return "unknown";
  return listed.some((year) => Math.abs(year - asked) <= BIRTH_YEAR_TOLERANCE) ? "agrees" : "differs";
}

/** All three-letter pieces of the words; a shorter word is a piece of its own. */
function piecesOf(tokens: readonly string[]): Set<string> {
  const pieces = new Set<string>();
  for (const token of tokens) {
    if (token.length < 3) pieces.add(token);
    for (let start = 0; start + 3 <= token.length; start++) pieces.add(token.slice(start, start + 3));
  }
  return pieces;
}
