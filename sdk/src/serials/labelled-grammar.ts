import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { blockFromContext } from "./block-range.ts";
import type { SerialContext, SerialGrammar, SourceRegistry } from "./serial-block.ts";

/** A serial that names a batch only; its block stands in columns beside it, or after it as " 4426 to 4971". */
export type LabelShape = {
  name: string;
  registry: SourceRegistry;
  label: RegExp;
  claims: (text: string) => boolean;
  example: string;
  describe: (label: string) => {
    vintageYear: number | null;
    country: string | null;
    projectNativeId: string | null;
    fields: Record<string, string>;
  };
};

const WITH_BLOCK = /^(?<label>\S+) (?<from>\d{1,13}) to (?<to>\d{1,13})$/;

/** A grammar of that shape. */
export function labelledGrammar(shape: LabelShape): SerialGrammar {
  return {
    name: shape.name,
    registry: shape.registry,
    claims: shape.claims,
    isNamespace: (namespace) => shape.label.test(namespace),
    format: (namespace, from, to) => `${namespace} ${from} to ${to}`,
    parse: (text, context) => {
      const split = splitBlock(text, context);
      if (!split.ok) return split;
      const { label, context: stated } = split.value;
      if (!shape.label.test(label)) return err(`"${label}" is no ${shape.registry} serial (like ${shape.example})`);
      const range = blockFromContext(stated);
      if (!range.ok) return range;
      const { vintageYear, ...rest } = shape.describe(label);
      return ok({
        registry: shape.registry,
        grammar: shape.name,
        namespace: label,
        ...range.value,
        vintageYear,
        vintageStart: vintageYear === null ? null : Date.UTC(vintageYear, 0, 1) / 1000,
        vintageEnd: vintageYear === null ? null : Date.UTC(vintageYear, 11, 31) / 1000,
        ...rest,
      });
    },
  };
}

function splitBlock(text: string, context: SerialContext): Result<{ label: string; context: SerialContext }> {
  const groups = WITH_BLOCK.exec(text)?.groups;
  if (!groups) return ok({ label: text, context });
  const from = BigInt(groups["from"] ?? "");
  const to = BigInt(groups["to"] ?? "");
  const differs = (context.from ?? from) !== from || (context.to ?? to) !== to;
  if (differs) return err(`the serial's block ${from} to ${to} differs from the columns beside it`);
  return ok({ label: groups["label"] ?? "", context: { ...context, from, to } });
}
