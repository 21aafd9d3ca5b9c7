import type { Place, Value } from "./figures.ts";

/**
 * Something that does not add up.
 * "chain": a contract answers otherwise than its logs say. "event": a log states a result that the logs before it do not
 * give. "rule": the logs themselves break a rule that must hold.
 */
export type DifferenceKind = "chain" | "event" | "rule";

/** `rebuilt` is what the logs give, `found` what was found instead; `place` the log that last touched the figure. */
export type Difference = {
  kind: DifferenceKind;
  figure: string;
  rebuilt: Value;
  found: Value;
  place: Place | null;
};
