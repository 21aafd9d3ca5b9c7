import { damerauSimilarity } from "./damerau.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { nameTokens } from "./normalize-name.ts";

/** How a word of the query was explained by a word of the listed name. */
export type TokenMatch = { query: string; listed: string | null; score: number };

/** Similarity of two names, 0 to 1, with the pairing that gave it. */
export type NameScore = { score: number; matches: TokenMatch[] };

/**
 * What a letter of a left-over word costs. Names are often given short, so words left over on one side only cost little;
 * words left over on both sides contradict each other.
 */
const LEFT_OVER = { listed: 0.2, query: 0.3, both: 0.6 } as const;
/** Words less alike than this are no pair. */
export const LEAST_PAIR = 0.7;
/** Weight of Jaro-Winkler against Damerau similarity. */
const JARO_SHARE = 0.8;
const INITIAL_SCORE = 0.75;

/**
 * Compares two names: words are paired best first, each used once, by Jaro-Winkler and Damerau similarity; longer words
 * weigh more; words left over count against the score. Names that only differ in spacing are compared as one
 * word as well, and the better result stands.
 */
export function scoreNames(query: string, listed: string): NameScore {
  return scoreTokens(nameTokens(query), nameTokens(listed));
}

/** How alike two words are, 0 to 1. */
export type WordSimilarity = (query: string, listed: string) => number;

/**
 * `scoreNames` on words that are already normalised. `similarity` may come from a cache; results below `floor` need not be
 * exact, which saves the comparison of whole names that differ too much.
 */
export function scoreTokens(
  query: readonly string[],
  listed: readonly string[],
  similarity: WordSimilarity = wordSimilarity,
  floor = 0,
): NameScore {
  if (query.length === 0 || listed.length === 0) return { score: 0, matches: [] };
  const paired = pairTokens(query, listed, similarity);
  const joined = joinedScore(query, listed, Math.max(paired.score, floor));
  if (joined > paired.score) {
    return { score: joined, matches: [{ query: query.join(""), listed: listed.join(""), score: joined }] };
  }
  return paired;
}

function pairTokens(query: readonly string[], listed: readonly string[], similarity: WordSimilarity): NameScore {
  const byQuery = pairBestFirst(query, listed, similarity);
  let sum = 0;
  let weight = 0;
  let queryLeft = 0;
  let listedLeft = listed.reduce((letters, token) => letters + token.length, 0);
  const matches = query.map((token, i): TokenMatch => {
    const pair = byQuery.get(i);
    const partner = pair === undefined ? undefined : listed[pair.j];
    if (pair === undefined || partner === undefined) {
      queryLeft += token.length;
      return { query: token, listed: null, score: 0 };
    }
    const letters = Math.max(token.length, partner.length);
    sum += pair.score * letters;
    weight += letters;
    listedLeft -= partner.length;
    return { query: token, listed: partner, score: pair.score };
  });
  const contradict = queryLeft > 0 && listedLeft > 0;
  weight += contradict
    ? LEFT_OVER.both * (queryLeft + listedLeft)
    : LEFT_OVER.query * queryLeft + LEFT_OVER.listed * listedLeft;
  return { score: sum / weight, matches };
}

/** Pairs words greedily, the most alike first, each used once. */
function pairBestFirst(
  query: readonly string[],
  listed: readonly string[],
  similarity: WordSimilarity,
): Map<number, { j: number; score: number }> {
  const pairs: { i: number; j: number; score: number }[] = [];
  query.forEach((q, i) =>
    listed.forEach((l, j) => {
      const score = similarity(q, l);
      if (score >= LEAST_PAIR) pairs.push({ i, j, score });
    }),
  );
  pairs.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j);
  const byQuery = new Map<number, { j: number; score: number }>();
  const usedListed = new Set<number>();
  for (const { i, j, score } of pairs) {
    if (byQuery.has(i) || usedListed.has(j)) continue;
    byQuery.set(i, { j, score });
    usedListed.add(j);
  }
  return byQuery;
}

/** Likeness of two words by Jaro-Winkler and Damerau; a single letter fits any word that starts with it, at 0.75. */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 1) return long.startsWith(short) ? INITIAL_SCORE : 0;
  return JARO_SHARE * jaroWinkler(a, b) + (1 - JARO_SHARE) * damerauSimilarity(a, b);
}

/**
 * Whole names without spaces, as written and with words in alphabetical order; zero where even the difference in length
 * and letters rules out more than `floor`.
 */
function joinedScore(query: readonly string[], listed: readonly string[], floor: number): number {
  const [a, b] = [query.join(""), listed.join("")];
  const longest = Math.max(a.length, b.length);
  if (1 - leastDistance(a, b) / longest <= floor) return 0;
  return Math.max(damerauSimilarity(a, b), damerauSimilarity([...query].sort().join(""), [...listed].sort().join("")));
}

const LETTERS = new Int16Array(128);

/** A lower bound of the edit distance: letters that one text has more of than the other. */
function leastDistance(a: string, b: string): number {
  LETTERS.fill(0);
  for (let index = 0; index < a.length; index++) count(a.charCodeAt(index), 1);
  for (let index = 0; index < b.length; index++) count(b.charCodeAt(index), -1);
  let more = 0;
  let less = 0;
  for (const difference of LETTERS) {
    if (difference > 0) more += difference;
    else less -= difference;
  }
  return Math.max(more, less);
}

function count(code: number, by: number): void {
  LETTERS[code & 127] = (LETTERS[code & 127] ?? 0) + by;
}
