import type { SerialGrammar } from "./serial-block.ts";
import { formatVerra, parseVerra, verraNamespacePattern } from "./verra-fields.ts";
import type { VerraForm } from "./verra-fields.ts";

const FORM: VerraForm = { name: "verra-new", unit: "VCS-VCU" };

/** `19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1` */
export const verraNew: SerialGrammar = {
  name: FORM.name,
  registry: "Verra",
  claims: (text) => /^[^ ]*-VCS-VCU-/.test(text),
  isNamespace: (namespace) => verraNamespacePattern(FORM).test(namespace),
  parse: (text, context) => parseVerra(FORM, text, context),
  format: formatVerra,
};
