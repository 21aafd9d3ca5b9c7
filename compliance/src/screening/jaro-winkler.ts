/** Jaro similarity of two texts, 0 to 1 (Jaro 1989). */
export function jaro(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const matchesA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++) {
      if (taken[j] === 0 && a[i] === b[j]) {
        taken[j] = 1;
        matchesA.push(b[j] ?? "");
        break;
      }
    }
  }
  if (matchesA.length === 0) return 0;
  const matchesB = [...b].filter((_, index) => taken[index] === 1);
  const swapped = matchesA.filter((letter, index) => letter !== matchesB[index]).length / 2;
  const m = matchesA.length;
  return (m / a.length + m / b.length + (m - swapped) / m) / 3;
}

/** Jaro similarity raised for a common prefix of up to four letters (Winkler 1990), scale 0.1. */
export function jaroWinkler(a: string, b: string): number {
  const base = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return base + prefix * 0.1 * (1 - base);
}
