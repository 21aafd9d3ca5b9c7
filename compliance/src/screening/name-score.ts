import { damerauSimilarity } from "./damerau.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { nameTokens } from "./normalize-name.ts";

/** How a word of the query was explained by a word of the listed name. */
export type TokenMatch = { query: string; listed: string | null; score: number };

/** Similarity of two names, 0 to 1, with the pairing that gave it. */
export type NameScore = { score: number; matches: TokenMatch[] };

/** What a word left over costs, as a share of its length: on the listed side people often leave a name out. */
const UNMATCHED_LISTED_WEIGHT = 0.35;
const INITIAL_SCORE = 0.75;

/**
 * Compares two names: words are paired best first, each used once, by the mean of Jaro-Winkler and Damerau similarity;
 * longer words weigh more; words left over count against the score. Names that only differ in spacing are compared as one
 * word as well, and the better result stands.
 */
export function scoreNames(query: string, listed: string): NameScore {
  return scoreTokens(nameTokens(query), nameTokens(listed));
}

/** `scoreNames` on words that are already normalised. */
export function scoreTokens(query: readonly string[], listed: readonly string[]): NameScore {
  if (query.length === 0 || listed.length === 0) return { score: 0, matches: [] };
  const paired = pairTokens(query, listed);
  const joined = joinedScore(query, listed);
  if (joined > paired.score) {
    return { score: joined, matches: [{ query: query.join(""), listed: listed.join(""), score: joined }] };
  }
  return paired;
}

function pairTokens(query: readonly string[], listed: readonly string[]): NameScore {
  const pairs = query.flatMap((q, i) => listed.map((l, j) => ({ i, j, score: tokenScore(q, l) })));
  pairs.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j);
  const byQuery = new Map<number, { j: number; score: number }>();
  const usedListed = new Set<number>();
  for (const { i, j, score } of pairs) {
    if (score <= 0 || byQuery.has(i) || usedListed.has(j)) continue;
    byQuery.set(i, { j, score });
    usedListed.add(j);
  }
  let sum = 0;
  let weight = 0;
  const matches = query.map((token, i): TokenMatch => {
    const match = byQuery.get(i);
    const partner = match === undefined ? null : (listed[match.j] ?? null);
    const tokenWeight = Math.max(token.length, partner?.length ?? 0);
    sum += (match?.score ?? 0) * tokenWeight;
    weight += tokenWeight;
    return { query: token, listed: partner, score: match?.score ?? 0 };
  });
  listed.forEach((token, j) => {
    if (!usedListed.has(j)) weight += token.length * UNMATCHED_LISTED_WEIGHT;
  });
  return { score: sum / weight, matches };
}

function tokenScore(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 1) return long.startsWith(short) ? INITIAL_SCORE : 0;
  const score = 0.5 * jaroWinkler(a, b) + 0.5 * damerauSimilarity(a, b);
  return score < 0.6 ? score * 0.5 : score;
}

/** Whole names without spaces, words in alphabetical order where that helps. */
function joinedScore(query: readonly string[], listed: readonly string[]): number {
  const straight = damerauSimilarity(query.join(""), listed.join(""));
  const sorted = damerauSimilarity([...query].sort().join(""), [...listed].sort().join(""));
  return Math.max(straight, sorted);
}
