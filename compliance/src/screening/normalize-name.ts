import anyAscii from "any-ascii";

/** Longest name that is compared; longer input is cut, so that hostile text cannot cost time. */
export const LONGEST_NAME = 300;

/** Forms of address and legal forms that say nothing about who is meant. */
const IGNORED = new Set([
  ...[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "sir",
    "lady",
    "lord",
    "haji",
    "hajji",
    "sheikh",
    "shaikh",
    "sayyid",
    "mullah",
  ],
  ...[
    "llc",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "sas",
  ],
  ...[
    "srl",
    "spa",
    "bv",
    "nv",
    "oao",
    "ooo",
    "zao",
    "pao",
    "ao",
    "jsc",
    "ojsc",
    "cjsc",
    "pjsc",
    "kg",
    "oy",
    "ab",
    "as",
    "the",
  ],
]);

/**
 * Lower-case ASCII words of a name in any script: transliterated, apostrophes dropped, other punctuation as a space, forms
 * of address and legal forms left out unless nothing else is there. A word that comes twice counts once.
 */
export function nameTokens(name: string): string[] {
  const ascii = anyAscii(name.slice(0, LONGEST_NAME).normalize("NFKC")).toLowerCase();
  const words = ascii
    .replace(/['`’ʼ".]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !IGNORED.has(word));
  return [...new Set(telling.length > 0 ? telling : words)];
}
