import type { Abi, AbiFunction, AbiParameter } from "viem";
import type { Difference } from "./difference.ts";
import { figureName, flatten, readName, toValue } from "./figures.ts";
import type { Place, ReadFigures, Value } from "./figures.ts";

/** What a contract answered: viem's decoded result, or that the call reverted. */
export type Answer = { ok: true; result: unknown } | { ok: false };

/** The last log that touched any field of a question. */
function lastPlace({ fields }: ReadFigures): Place | null {
  let last: Place | null = null;
  for (const { place } of fields.values()) if (last === null || isAfter(place, last)) last = place;
  return last;
}

function isAfter(a: Place, b: Place): boolean {
  return a.block > b.block || (a.block === b.block && a.logIndex > b.logIndex);
}

/** The outputs of a view, by which its answer is taken apart. Throws `RangeError` for a name the ABI lacks. */
export function outputsOf(abi: Abi, functionName: string): readonly AbiParameter[] {
  const found = abi.find((item): item is AbiFunction => item.type === "function" && item.name === functionName);
  if (found === undefined) throw new RangeError(`the ABI has no function ${functionName}`);
  return found.outputs;
}

/** An answer as field and value: of several outputs by their names, of one struct by its members, of a list with `length`. */
export function answerFields(outputs: readonly AbiParameter[], result: unknown): Map<string, Value> {
  if (outputs.length > 1) {
    const named = outputs.map(({ name }, index) => [name || String(index), (result as unknown[])[index]] as const);
    return new Map(named.flatMap(([name, part]) => partFields(name, part)));
  }
  return new Map(partFields("", result));
}

function partFields(name: string, part: unknown): [string, Value][] {
  if (typeof part !== "object" || part === null) return [[name, toValue(part)]];
  const fields = flatten(name, part);
  return Array.isArray(part) ? [[name === "" ? "length" : `${name}.length`, BigInt(part.length)], ...fields] : fields;
}

/** Every field of an answer that is not what the logs give. */
export function compareAnswer(expected: ReadFigures, outputs: readonly AbiParameter[], answer: Answer): Difference[] {
  const { read, fields } = expected;
  if (!answer.ok) {
    const figure = readName(read);
    return [{ kind: "chain", figure, rebuilt: "an answer", found: "the call reverts", place: lastPlace(expected) }];
  }
  const found = answerFields(outputs, answer.result);
  const differences: Difference[] = [];
  for (const [field, { value, place }] of fields) {
    const actual = found.get(field) ?? "no such field";
    if (actual === value) continue;
    differences.push({ kind: "chain", figure: figureName(read, field), rebuilt: value, found: actual, place });
  }
  return differences;
}
