import { hyphenGrammar } from "./hyphen-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

/** `ACR-FR-1129-2025-2917-30932 to 35143`: country, project, vintage, batch, block. */
export const acr: SerialGrammar = hyphenGrammar({
  name: "acr",
  registry: "American Carbon Registry",
  namespace: String.raw`ACR-(?<country>[A-Z]{2})-(?<project>\d{1,6})-(?<vintage>\d{4})-(?<batch>\d{1,8})`,
  separator: " to ",
  claims: (text) => text.startsWith("ACR-"),
  example: "ACR-FR-1129-2025-2917-30932 to 35143",
  projectNativeId: (fields) => `ACR${fields.project}`,
});
