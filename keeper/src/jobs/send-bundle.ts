import { bundleWorth, callGas, fitting, type Action, type BlockHead } from "../domain/index.ts";
import type { BundledCall, BundleSimulation } from "../ports/index.ts";
import { deferAction } from "./defer.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { maxCostOf, sendAction, type SendResult, type SendTerms } from "./send.ts";
import { storeAndSend } from "./store-and-send.ts";

/** A call's gas has 32 bits in the contract. */
const MOST_CALL_GAS = 2n ** 32n - 1n;

/**
 * Sends actions in as few transactions as their gas allows. The whole is simulated; a call that is refused in it goes to the
 * error table and the others go on without it; a whole that fails is cut in halves until what fails stands alone. Answers the
 * result of each transaction.
 */
export async function sendActions(
  context: KeeperContext,
  actions: readonly Action[],
  block: BlockHead,
  terms: SendTerms,
): Promise<SendResult[]> {
  const [first] = actions;
  if (first === undefined || !context.isLeader()) return [];
  if (actions.length === 1) return [await sendAction(context, first, block, terms)];
  const maxGas = ((await terms.sender.blockGasLimit()) * BigInt(context.limits.maxGasPercent)) / 100n;
  const trial = least(maxGas / 2n, MOST_CALL_GAS);
  const calls = actions.map((action): BundledCall => ({ action, gas: trial }));
  const simulation = await terms.sender.simulateBundle(calls, maxGas);
  if (!simulation.ok) return inHalves(context, actions, block, terms, simulation);
  const sound = await setAside(context, calls, simulation, block);
  return sendSound(context, sound, block, { ...terms, maxGas });
}

/** Sends calls that each did well in a dry run, now with the gas that each is to have. */
async function sendSound(
  context: KeeperContext,
  sound: readonly BundledCall[],
  block: BlockHead,
  terms: SendTerms & { maxGas: bigint },
): Promise<SendResult[]> {
  if (sound.length === 0 || !context.isLeader()) return [];
  const kept = fitting(sound, terms.maxGas);
  const rest = sound.slice(kept.length);
  return [...(await sendWhole(context, kept, block, terms)), ...(await sendSound(context, rest, block, terms))];
}

async function sendWhole(
  context: KeeperContext,
  calls: readonly BundledCall[],
  block: BlockHead,
  terms: SendTerms & { maxGas: bigint },
): Promise<SendResult[]> {
  const actions = calls.map(({ action }) => action);
  const [first] = actions;
  if (first === undefined) return [];
  if (actions.length === 1) return [await sendAction(context, first, block, terms)];
  const simulation = await terms.sender.simulateBundle(calls, terms.maxGas);
  if (!simulation.ok) return inHalves(context, actions, block, terms, simulation);
  const sound = await setAside(context, calls, simulation, block);
  if (sound.length < calls.length) return sendWhole(context, sound, block, terms);
  const worths = await Promise.all(actions.map((action) => maxCostOf(context, action, terms.sender)));
  const prepared = {
    job: "bundle" as const,
    works: actions.flatMap(({ works }) => works),
    workCalls: actions.flatMap(({ works }, index) => works.map(() => index)),
    call: terms.sender.bundleCall(calls),
    maxCostWei: bundleWorth(worths),
    isHalt: actions.every(({ lane }) => lane === "halt"),
  };
  return [await storeAndSend(context, prepared, block, terms)];
}

async function inHalves(
  context: KeeperContext,
  actions: readonly Action[],
  block: BlockHead,
  terms: SendTerms,
  failure: { errorName: string | null; detail: string },
): Promise<SendResult[]> {
  context.logger.warn(
    { calls: actions.length, error: failure.errorName, detail: failure.detail },
    "bundle fails whole",
  );
  const middle = Math.ceil(actions.length / 2);
  return [
    ...(await sendActions(context, actions.slice(0, middle), block, terms)),
    ...(await sendActions(context, actions.slice(middle), block, terms)),
  ];
}

/** Hands calls that were refused, or found nothing to do, to the error table; gives the others with the gas they are to have. */
async function setAside(
  context: KeeperContext,
  calls: readonly BundledCall[],
  simulation: BundleSimulation & { ok: true },
  block: BlockHead,
): Promise<BundledCall[]> {
  const sound: BundledCall[] = [];
  for (const [index, { action }] of calls.entries()) {
    const outcome = simulation.outcomes[index];
    if (outcome?.done === true && outcome.progress > 0n) {
      sound.push({ action, gas: least(callGas(outcome.gasUsed), MOST_CALL_GAS) });
      continue;
    }
    const errorName = outcome?.done === true ? "NOTHING_TO_DO" : (outcome?.errorName ?? null);
    await deferAction(context, { action, errorName, detail: "refused in a bundle" }, block);
  }
  return sound;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
