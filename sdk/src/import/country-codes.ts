import { COUNTRY_TABLE } from "./country-table.ts";

/** Spellings in registry exports that differ from the ISO short name. */
const ALIASES: Readonly<Record<string, string>> = {
  "bolivia plurinational state of": "BO",
  "brunei darussalam": "BN",
  "cabo verde": "CV",
  "cape verde": "CV",
  "congo the democratic republic of the": "CD",
  "congo democratic republic": "CD",
  "congo democratic republic of the": "CD",
  "dr congo": "CD",
  "congo republic": "CG",
  "republic of congo": "CG",
  "republic of the congo": "CG",
  "czech republic": "CZ",
  eswatini: "SZ",
  swaziland: "SZ",
  "gambia the": "GM",
  "great britain": "GB",
  "hong kong sar china": "HK",
  "iran islamic republic of": "IR",
  "ivory coast": "CI",
  "korea republic of": "KR",
  "republic of korea": "KR",
  "korea democratic peoples republic of": "KP",
  "lao pdr": "LA",
  "lao peoples democratic republic": "LA",
  macedonia: "MK",
  "moldova republic of": "MD",
  "republic of moldova": "MD",
  "russian federation": "RU",
  "taiwan province of china": "TW",
  "tanzania united republic of": "TZ",
  "united republic of tanzania": "TZ",
  turkiye: "TR",
  uk: "GB",
  "united states of america": "US",
  usa: "US",
  "venezuela bolivarian republic of": "VE",
  "viet nam": "VN",
  vietnam: "VN",
};

type Tables = { codes: Set<string>; byAlpha3: Map<string, string>; byName: Map<string, string> };
let tables: Tables | undefined;

/** Reads the table on first use, so that importing this module costs nothing. */
function lookup(): Tables {
  if (tables) return tables;
  const built: Tables = { codes: new Set(), byAlpha3: new Map(), byName: new Map(Object.entries(ALIASES)) };
  for (const entry of COUNTRY_TABLE.trim().split("\n")) {
    const code = entry.slice(0, 2);
    built.codes.add(code);
    built.byAlpha3.set(entry.slice(3, 6), code);
    built.byName.set(plain(entry.slice(7)), code);
  }
  tables = built;
  return built;
}

/** Lower case, without accents, punctuation and a leading "the". */
function plain(name: string): string {
  const letters = name.normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "");
  return letters
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim()
    .replace(/^the /, "");
}

/** ISO 3166-1 alpha-2 code of a country written as alpha-2, alpha-3 or English name in a registry's spelling; else undefined. */
export function countryCode(text: string): string | undefined {
  const { codes, byAlpha3, byName } = lookup();
  const trimmed = text.trim();
  const upper = trimmed.toUpperCase();
  if (codes.has(upper)) return upper;
  return byAlpha3.get(upper) ?? byName.get(plain(trimmed));
}
