import { nameTokens } from "./normalize-name.ts";
import { LEAST_PAIR, scoreTokens, wordSimilarity, type TokenMatch } from "./name-score.ts";

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
export const DEFAULT_THRESHOLD = 0.86;
const BIRTH_YEAR_TOLERANCE = 2;
const BIRTH_YEAR_PENALTY = 0.15;

/**
 * Prepares a list for screening. Names are normalised once. A query word is compared with each listed word that shares a
 * piece of three letters with it (word ends included), once; a name is scored when it has at least one such word. Best hit
 * per party, highest score first.
 */
export function createScreeningList(parties: readonly ListedParty[]): ScreeningList {
  const names = parties.flatMap((party) =>
    party.names.map((listedName) => ({ party, listedName, tokens: nameTokens(listedName) })),
  );
  const namesByWord = new Map<string, number[]>();
  names.forEach(({ tokens }, index) => tokens.forEach((token) => push(namesByWord, token, index)));
  const wordsByPiece = new Map<string, string[]>();
  for (const word of namesByWord.keys()) piecesOf(word).forEach((piece) => push(wordsByPiece, piece, word));

  /** Listed words that may be paired with a query word, with their likeness. */
  const alike = (word: string): Map<string, number> => {
    const found = new Map<string, number>();
    for (const piece of piecesOf(word)) {
      for (const listed of wordsByPiece.get(piece) ?? []) {
        if (!found.has(listed)) found.set(listed, wordSimilarity(word, listed));
      }
    }
    return new Map([...found].filter(([, score]) => score >= LEAST_PAIR));
  };

  return {
    size: parties.length,
    screenName(name, options = {}) {
      const { threshold = DEFAULT_THRESHOLD, limit = 20 } = options;
      const query = nameTokens(name);
      const likeness = new Map(query.map((word) => [word, alike(word)]));
      const similarity = (word: string, listed: string) => likeness.get(word)?.get(listed) ?? 0;
      const candidates = new Set<number>();
      for (const words of likeness.values()) {
        for (const word of words.keys()) for (const index of namesByWord.get(word) ?? []) candidates.add(index);
      }
      const best = new Map<ListedParty, ScreeningHit>();
      for (const index of candidates) {
        const entry = names[index];
        if (entry === undefined) continue;
        const { score, matches } = scoreTokens(query, entry.tokens, similarity, threshold);
        const birthYear = compareBirthYear(options.birthYear, entry.party.birthYears);
        const adjusted = birthYear === "differs" ? Math.max(0, score - BIRTH_YEAR_PENALTY) : score;
        if (adjusted < threshold || adjusted <= (best.get(entry.party)?.score ?? 0)) continue;
        const { source, reference } = entry.party;
        best.set(entry.party, {
          source,
          reference,
          listedName: entry.listedName,
          score: adjusted,
          matches,
          birthYear,
        });
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

/** All pieces of three letters of a word between its end marks. */
function piecesOf(word: string): Set<string> {
  const marked = `^${word}$`;
  const pieces = new Set<string>();
  for (let start = 0; start + 3 <= marked.length; start++) pieces.add(marked.slice(start, start + 3));
  return pieces;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
