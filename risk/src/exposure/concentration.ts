/** A holding for concentration figures: market value in quote base units and its attributes. */
export type Holding = { valueQuote: bigint; methodology: string; country: string; vintage: string };

export type Dimension = "methodology" | "country" | "vintage";

/** Shares by attribute, largest first. `hhi` runs from 1/n (even) to 1 (one name); `effectiveNames` is 1 / hhi. */
export type Concentration = {
  dimension: Dimension;
  hhi: number;
  effectiveNames: number;
  shares: { name: string; share: number }[];
};

const PARTS = 1_000_000_000n;

/** Herfindahl-Hirschman index of the holdings along one attribute; zero with no shares when nothing is held. */
export function concentration(holdings: readonly Holding[], dimension: Dimension): Concentration {
  const byName = new Map<string, bigint>();
  let total = 0n;
  for (const holding of holdings) {
    if (holding.valueQuote <= 0n) continue;
    total += holding.valueQuote;
    byName.set(holding[dimension], (byName.get(holding[dimension]) ?? 0n) + holding.valueQuote);
  }
  const shares = [...byName].map(([name, value]) => ({ name, share: Number((value * PARTS) / total) / Number(PARTS) }));
  shares.sort((a, b) => b.share - a.share || a.name.localeCompare(b.name));
  const hhi = shares.reduce((sum, { share }) => sum + share * share, 0);
  return { dimension, hhi, effectiveNames: hhi === 0 ? 0 : 1 / hhi, shares };
}

/** The index along all three attributes. */
export function concentrations(holdings: readonly Holding[]): Concentration[] {
  return (["methodology", "country", "vintage"] as const).map((dimension) => concentration(holdings, dimension));
}
