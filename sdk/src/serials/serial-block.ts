import type { Result } from "../result.ts";

/** The registries whose serial numbers can be read. */
export const SOURCE_REGISTRIES = [
  "Verra",
  "Gold Standard",
  "American Carbon Registry",
  "Climate Action Reserve",
  "ART",
  "Cercarbono",
  "Isometric",
] as const;
export type SourceRegistry = (typeof SOURCE_REGISTRIES)[number];

/**
 * A block of serial numbers, one per tonne. `namespace` is every field of the serial but start and end, in canonical text:
 * two blocks can overlap only inside one namespace. Vintage dates are unix seconds at 00:00 UTC; null where the serial states
 * none. `projectNativeId` is the registry's own project id, such as "VCS1340". `fields` are the serial's further parts.
 */
export type SerialBlock = {
  registry: SourceRegistry;
  grammar: string;
  namespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  quantity: bigint;
  vintageYear: number | null;
  vintageStart: number | null;
  vintageEnd: number | null;
  country: string | null;
  projectNativeId: string | null;
  fields: Readonly<Record<string, string>>;
};

/**
 * What columns beside the serial say. Cercarbono and Isometric print no numbers in the serial itself, so their block comes
 * from `from` and `to`, or is 1 to `quantity`. For the others a `quantity` is checked against the block.
 */
export type SerialContext = { from?: bigint; to?: bigint; quantity?: bigint };

/** One registry's way to write serials. */
export type SerialGrammar = {
  /** Short name, such as "verra-new". */
  name: string;
  registry: SourceRegistry;
  /** Whether a text is meant to be a serial of this grammar, well-formed or not. */
  claims: (text: string) => boolean;
  /** Whether a text is one of this grammar's namespaces. */
  isNamespace: (namespace: string) => boolean;
  parse: (text: string, context: SerialContext) => Result<SerialBlock>;
  /** Full serial text of a range in a namespace of this grammar. */
  format: (namespace: string, from: bigint, to: bigint) => string;
};
