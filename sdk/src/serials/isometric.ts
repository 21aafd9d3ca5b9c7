import { labelledGrammar } from "./labelled-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

/** `iss_1KP6EDZ8K1S036PY`: Isometric names an issuance and counts in kg, so the tonnes of one are numbered 1 to its quantity. */
export const isometric: SerialGrammar = labelledGrammar({
  name: "isometric",
  registry: "Isometric",
  label: /^iss_[0-9A-Z]{16}$/,
  claims: (text) => /^iss_/i.test(text),
  example: "iss_1KP6EDZ8K1S036PY",
  describe: () => ({ vintageYear: null, country: null, projectNativeId: null, fields: {} }),
});
