import { worthOf, type Action, type BlockHead } from "../domain/index.ts";
import type { TransactionSender } from "../ports/index.ts";
import { deferAction } from "./defer.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { storeAndSend, type Budget, type StoreResult } from "./store-and-send.ts";

/** What became of one planned action. */
export type SendResult = StoreResult | "nothing-to-do" | "deferred" | "dropped";

/** Who sends, and what may still be spent. */
export type SendTerms = { sender: TransactionSender; budget: Budget };

/**
 * Simulates an action, stores it signed under the next nonce and sends it, in this order: what is not stored is never
 * sent. A failed simulation is recorded by the error table; a failed broadcast leaves the stored transaction for the
 * next round to send again.
 */
export async function sendAction(
  context: KeeperContext,
  action: Action,
  block: BlockHead,
  terms: SendTerms = { sender: context.senders[0], budget: { leftWei: null } },
): Promise<SendResult> {
  const simulation = await terms.sender.simulate(action);
  if (!simulation.ok) return deferAction(context, { action, ...simulation }, block);
  if (simulation.progress === 0n) {
    return deferAction(context, { action, errorName: "NOTHING_TO_DO", detail: "the contract finds no work" }, block);
  }
  const prepared = {
    job: action.job,
    works: action.works,
    workCalls: [],
    call: simulation.call,
    maxCostWei: await maxCostOf(context, action, terms.sender),
    isHalt: action.lane === "halt",
  };
  return storeAndSend(context, prepared, block, terms);
}

/** What an action may cost at most, wei; asks for the keeper fee only where the operator says what it is worth. */
export async function maxCostOf(
  context: KeeperContext,
  action: Action,
  sender: TransactionSender,
): Promise<bigint | null> {
  const { quoteUnitWei } = context.limits;
  const keeperFee = quoteUnitWei === 0n ? 0n : await sender.keeperFee(action);
  return worthOf(action.lane, keeperFee * quoteUnitWei);
}
