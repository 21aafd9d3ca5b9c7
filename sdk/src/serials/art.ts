import { hyphenGrammar } from "./hyphen-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

/** `ART-GY-102-2021-11-2759599 to 2760598`, or `FCPF-...` for Carbon Fund programmes that ART's registry holds. */
export const art: SerialGrammar = hyphenGrammar({
  name: "art",
  registry: "ART",
  namespace: String.raw`(?<programme>ART|FCPF)-(?<country>[A-Z]{2})-(?<project>\d{1,6})-(?<vintage>\d{4})-(?<batch>\d{1,8})`,
  separator: " to ",
  claims: (text) => text.startsWith("ART-") || text.startsWith("FCPF-"),
  example: "FCPF-CI-130-2023-20-1 to 46404",
  projectNativeId: (fields) => `ART${fields.project}`,
});
