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
  {
    file: "contracts/libraries/TickBitmap.sol",
    from: "0",
    to: "1",
    near: "if (from > 0xffff) return (false, 0);",
    because: "nobody reads the rank of what was not found",
  },
  {
    file: "contracts/libraries/Trailing.sol",
    from: "false",
    to: "true",
    near: "return (false, false, 0);",
    because: "nobody reads the side of a trigger that does not move",
  },
  {
    file: "contracts/libraries/WorkQueue.sol",
    from: "isBid",
    to: "!isBid",
    near: "s.mayTrade(slot.owner()",
    because: "both words of an account answer for the same gate and are cleared together: which is asked changes gas",
  },
  {
    file: "contracts/libraries/Balances.sol",
    from: ">",
    to: ">=",
    near: "if (until > lapse) until = lapse;",
    because: "of two equal times either is the earlier",
  },
  {
    file: "contracts/libraries/TickBitmap.sol",
    from: "if (index == 255) return (false, 0);",
    to: "",
    near: "if (index == 255)",
    because: "a shift by 256 leaves nothing of the root: the answer is the same",
  },
  {
    file: "contracts/exchange/ExchangeFiring.sol",
    from: "quoteAsset()",
    to: "baseAsset()",
    near: "r.pays = _s().mayTrade(",
    because: "both words of an account answer for the same gate and are cleared together: which is asked changes gas",
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
