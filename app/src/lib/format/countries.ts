const NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** "KE" as "Kenya"; what is no ISO 3166 code stays as it is written. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (NAMES.of(code) ?? code) : code;
}
