import { err } from "../result.ts";
import { hyphenGrammar } from "./hyphen-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

const grammar = hyphenGrammar({
  name: "gold-standard",
  registry: "Gold Standard",
  namespace: String.raw`GS\d-\d{1,3}-(?<country>[A-Z]{2})-(?<project>GS\d{1,7})-(?<type>\d{1,3})-(?<vintage>\d{4})-(?<batch>\d{1,8})`,
  separator: "-",
  claims: (text) => /^GS\d-/.test(text),
  example: "GS1-1-UG-GS11236-16-2024-30307-1-19149",
  projectNativeId: (fields) => fields.project,
});

/** Two CDM unit ids, "first - last": CERs that Gold Standard labels but did not issue. */
const CDM_RELABEL = /^[A-Z]{2}-\d+-\d+-\d+-\d+-\d+-\d+ ?- ?[A-Z]{2}-\d+-\d+-\d+-\d+-\d+-\d+$/;

/**
 * `GS1-1-UG-GS11236-16-2024-30307-1-19149`. CERs under a Gold Standard label (`RW-5-1463953-2-2-0-7014 - RW-5-...`) are
 * refused: their numbers belong to the CDM registry, where the same tonnes live under the host party's namespace.
 */
export const goldStandard: SerialGrammar = {
  ...grammar,
  claims: (text) => grammar.claims(text) || CDM_RELABEL.test(text),
  parse: (text, context) =>
    CDM_RELABEL.test(text)
      ? err(
          "this is a CDM serial under a Gold Standard label (first unit - last unit); the tonnes were issued by the CDM registry and must come from its export",
        )
      : grammar.parse(text, context),
};
