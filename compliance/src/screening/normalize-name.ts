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

/** Legal forms of more than one word, as they read after transliteration. */
const LONG_FORMS = [
  "limited liability company",
  "joint stock company",
  "public joint stock company",
  "gesellschaft mit beschrankter haftung",
  "aktiengesellschaft",
  "aktiengeselschaft",
  "societatea cu raspundere limitata",
  "obshchestvo s ogranichennoy otvetstvennostyu",
  "obshchestvo s ogranichennoi otvetstvennostiu",
  "aktsionernoe obshchestvo",
  "akcionernoe obschestvo",
  "sociedad anonima",
  "societe anonyme",
  "sp z o o",
];
const LONG_FORM = new RegExp(`\\b(?:${[...LONG_FORMS].sort((a, b) => b.length - a.length).join("|")})\\b`, "g");

/**
 * Lower-case ASCII words of a name in any script: transliterated, apostrophes dropped, other punctuation as a space, forms
 * of address and legal forms left out unless nothing else is there. A word that comes twice counts once.
 */
export function nameTokens(name: string): string[] {
  const ascii = anyAscii(name.slice(0, LONGEST_NAME).normalize("NFKC")).toLowerCase();
  const plain = ascii
    .replace(/['`’ʼ".]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  const words = plain.split(" ").filter((word) => word !== "");
  const short = plain.replace(LONG_FORM, " ").split(" ");
  const telling = short.filter((word) => word !== "" && !IGNORED.has(word));
  return [...new Set(telling.length > 0 ? telling : words)];
}
