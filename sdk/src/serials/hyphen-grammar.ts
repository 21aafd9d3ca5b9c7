import { err, ok } from "../result.ts";
import { blockRange } from "./block-range.ts";
import type { SerialGrammar, SourceRegistry } from "./serial-block.ts";
import { yearVintage } from "./vintage.ts";

/** Fields of a serial whose namespace is a run of hyphenated fields before the block. Regex group names are the keys. */
export type HyphenFields = { country: string; project: string; vintage: string } & Record<string, string>;

/** How one registry fills the shape `<namespace fields>-<start><separator><end>`. */
export type HyphenShape = {
  name: string;
  registry: SourceRegistry;
  /** Regex source of the namespace with named groups `country`, `project`, `vintage` and others. */
  namespace: string;
  /** Between start and end: "-" or " to ". */
  separator: string;
  claims: (text: string) => boolean;
  /** A serial as an example, for the error text. */
  example: string;
  projectNativeId: (fields: HyphenFields) => string;
};

/** A grammar of that shape. */
export function hyphenGrammar(shape: HyphenShape): SerialGrammar {
  const full = new RegExp(`^(?<namespace>${shape.namespace})-(?<start>\\d{1,13})${shape.separator}(?<end>\\d{1,13})$`);
  const namespaceOnly = new RegExp(`^${shape.namespace}$`);
  return {
    name: shape.name,
    registry: shape.registry,
    claims: shape.claims,
    isNamespace: (namespace) => namespaceOnly.test(namespace),
    format: (namespace, from, to) => `${namespace}-${from}${shape.separator}${to}`,
    parse: (text, context) => {
      const groups = full.exec(text)?.groups;
      if (!groups) return err(`"${text}" is no ${shape.registry} serial (like ${shape.example})`);
      const { namespace = "", start = "", end = "", ...rest } = groups;
      const range = blockRange(BigInt(start), BigInt(end), context);
      if (!range.ok) return range;
      const { country, project, vintage, ...fields } = rest as HyphenFields;
      const years = yearVintage(vintage);
      if (!years.ok) return years;
      const projectNativeId = shape.projectNativeId({ country, project, vintage, ...fields });
      return ok({
        registry: shape.registry,
        grammar: shape.name,
        namespace,
        ...range.value,
        ...years.value,
        country,
        projectNativeId,
        fields,
      });
    },
  };
}
