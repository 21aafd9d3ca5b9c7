import { answerFields, AUDIT_ABIS, outputsOf } from "../../audit/index.ts";
import type { Difference, Figure, Place, Read, Value } from "../../audit/index.ts";
import { askOne } from "./ask-contracts.ts";
import type { AskDeps } from "./ask-contracts.ts";
import { VerifyError } from "./verify-error.ts";

/**
 * Where a figure went wrong. WITH_LOG: the contract was wrong right after the transaction of `place`. AFTER_LOG: it was
 * still right after `place`, the last log about it, and wrong from block `since` on, without any log. UNKNOWN: the node has no
 * older state; `place` is the last log about it.
 */
export type Explanation =
  | { kind: "WITH_LOG"; place: Place }
  | { kind: "AFTER_LOG"; place: Place; since: bigint }
  | { kind: "UNKNOWN"; place: Place | null };

/** The value of a figure at the end of a block, or undefined where the node cannot tell. */
async function valueAt(deps: AskDeps, read: Read, field: string, block: bigint): Promise<Value | undefined> {
  try {
    const answer = await askOne(deps, read, block);
    if (!answer.ok) return "the call reverts";
    return answerFields(outputsOf(AUDIT_ABIS[read.contract], read.functionName), answer.result).get(field);
  } catch (error) {
    if (error instanceof VerifyError && error.code === "NODE_FAILED") return undefined;
    throw error;
  }
}

/** The first index from `low` on for which `isWrong` holds, when it holds for all later ones; `high` is known to be wrong. */
async function firstWrong(low: bigint, high: bigint, isWrong: (at: bigint) => Promise<boolean>): Promise<bigint> {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) / 2n;
    if (await isWrong(middle)) to = middle;
    else from = middle + 1n;
  }
  return to;
}

/** The last value of each block in a figure's history. */
function byBlock(history: readonly Figure[]): Figure[] {
  return history.filter((figure, index) => history[index + 1]?.place.block !== figure.place.block);
}

/**
 * Finds the transaction or block with which a figure went wrong, by asking for its past.
 * @param history what the logs say it was, oldest first.
 * @param block where it is known to be wrong.
 */
export async function explain(
  deps: AskDeps,
  figure: { read: Read; field: string },
  history: readonly Figure[],
  block: bigint,
): Promise<Explanation> {
  const { read, field } = figure;
  const steps = byBlock(history);
  const last = steps.at(-1);
  if (last === undefined) return { kind: "UNKNOWN", place: null };
  const wrongAfter = async (step: Figure) => {
    const value = await valueAt(deps, read, field, step.place.block);
    return value === undefined ? undefined : value !== step.value;
  };
  const lastWrong = await wrongAfter(last);
  if (lastWrong === undefined) return { kind: "UNKNOWN", place: last.place };
  if (!lastWrong) {
    const isWrong = async (at: bigint) => (await valueAt(deps, read, field, at)) !== last.value;
    return { kind: "AFTER_LOG", place: last.place, since: await firstWrong(last.place.block + 1n, block, isWrong) };
  }
  const index = await firstWrong(0n, BigInt(steps.length - 1), async (at) => {
    const step = steps[Number(at)];
    // a past that the node does not know counts as right: the answer is then the first wrong one that it does know
    return step !== undefined && ((await wrongAfter(step)) ?? false);
  });
  return { kind: "WITH_LOG", place: steps[Number(index)]?.place ?? last.place };
}

/** The cause of a difference in words. */
export function explanationText(explanation: Explanation): string {
  const { place } = explanation;
  if (place === null) return "no log is about it";
  const at = `transaction ${place.tx} in block ${place.block}`;
  if (explanation.kind === "WITH_LOG") return `wrong since ${at}`;
  if (explanation.kind === "UNKNOWN") return `last touched by ${at}`;
  return `right after ${at}, wrong from block ${explanation.since} on without any log`;
}

/** A difference with its cause in words. */
export type ExplainedDifference = Difference & { explanation: string };
