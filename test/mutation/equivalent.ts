/** Mutants that no test can tell from the original, each with the reason. They are told by file, text before and text after. */
import type { Mutant } from "./mutant.ts";

type Reason = Pick<Mutant, "file" | "from" | "to"> & { near: string; because: string };

export const EQUIVALENT: readonly Reason[] = [
  {
    file: "contracts/libraries/Icebergs.sol",
    from: "book.icebergs[id.sequence()] = IcebergRecord.wrap(0);",
    to: "",
    near: "IcebergRecord.wrap(0)",
    because:
      "the record is reached only through its shown part, whose sequence never lives again: clearing it returns gas",
  },
];

/** The reason why this mutant changes nothing, if one is written down. */
export function reasonFor(mutant: Mutant, source: string): string | undefined {
  const line = source.split("\n")[mutant.line - 1] ?? "";
  return EQUIVALENT.find(
    ({ file, from, to, near }) =>
      mutant.file === file && mutant.from === from && mutant.to === to && line.includes(near),
  )?.because;
}
