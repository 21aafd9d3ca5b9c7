import { hyphenGrammar } from "./hyphen-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

/**
 * `CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000`; credits converted to ARB offsets print `CAR-ROC-...`: series, country, project,
 * type, developer, state, vintage, batch, block.
 */
export const car: SerialGrammar = hyphenGrammar({
  name: "car",
  registry: "Climate Action Reserve",
  namespace: String.raw`CAR-(?<series>\d{1,2}|ROC)-(?<country>[A-Z]{2})-(?<project>\d{1,6})-(?<type>\d{1,4})-(?<developer>\d{1,6})-(?<state>[A-Z]{2,3})-(?<vintage>\d{4})-(?<batch>\d{1,8})`,
  separator: " to ",
  claims: (text) => text.startsWith("CAR-"),
  example: "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000",
  projectNativeId: (fields) => `CAR${fields.project}`,
});
