import { labelledGrammar } from "./labelled-grammar.ts";
import type { SerialGrammar } from "./serial-block.ts";

/** `CDC_<project>_...`; a country stands in the newer form, the vintage year last, `BF` or `BFC` marks buffer credits. */
const LABEL = /^CDC_\d{1,6}(?:_[A-Z0-9]{1,8}){3,14}$/;

/** `CDC_1_1_1_321_14_1_2009` with from and to in columns beside it; written with its block as `CDC_... 4426 to 4971`. */
export const cercarbono: SerialGrammar = labelledGrammar({
  name: "cercarbono",
  registry: "Cercarbono",
  label: LABEL,
  claims: (text) => text.startsWith("CDC_"),
  example: "CDC_1_1_1_321_14_1_2009",
  describe: (label) => {
    const parts = label.split("_");
    const year = parts.findLast((part) => /^(19|20)\d{2}$/.test(part));
    const country = parts.find((part, index) => index > 1 && /^[A-Z]{2}$/.test(part) && part !== "BF" && part !== "XX");
    const buffer = parts.some((part) => part === "BF" || part === "BFC");
    return {
      vintageYear: year === undefined ? null : Number(year),
      country: country ?? null,
      projectNativeId: `CDC-${parts[1]}`,
      fields: { buffer: buffer ? "yes" : "no" },
    };
  },
});
