import type { SerialGrammar } from "./serial-block.ts";
import { formatVerra, parseVerra, verraNamespacePattern } from "./verra-fields.ts";
import type { VerraForm } from "./verra-fields.ts";

const FORM: VerraForm = { name: "verra-old", unit: "VCU" };

/** `4147-176338408-176338907-VCU-016-MER-AU-14-641-16042012-15042013-0` */
export const verraOld: SerialGrammar = {
  name: FORM.name,
  registry: "Verra",
  claims: (text) => /^\d[^ ]*-VCU-/.test(text) && !text.includes("-VCS-"),
  isNamespace: (namespace) => verraNamespacePattern(FORM).test(namespace),
  parse: (text, context) => parseVerra(FORM, text, context),
  format: formatVerra,
};
