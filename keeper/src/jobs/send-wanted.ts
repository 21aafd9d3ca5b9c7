import {
  admit,
  groupActions,
  mayStillSend,
  worksOf,
  type Action,
  type BlockHead,
  type DueSince,
  type SafetyVerdict,
  type StoredTransaction,
} from "../domain/index.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { sendActions } from "./send-bundle.ts";
import { bySigner, type SignerFaults } from "./signers.ts";

/** Sends what may be sent of the work that is wanted, in as many transactions as there are free slots. */
export async function sendWanted(
  context: KeeperContext,
  wanted: Action[],
  head: BlockHead,
  state: { pending: StoredTransaction[]; faults: SignerFaults; safety: SafetyVerdict; dueSince: DueSince },
): Promise<void> {
  const { outbox, limits, clock } = context;
  const { reasons, budgetWei } = state.safety;
  const allowed = wanted.filter(({ lane }) => mayStillSend(lane, reasons));
  const records = await outbox.works(worksOf(allowed).map((work) => work.id));
  const busyResources = new Set(state.pending.flatMap((transaction) => transaction.resources));
  const actions = admit(allowed, { records, busyResources }, head, clock.nowMs());
  const budget = { leftWei: budgetWei };
  let free = limits.maxOpen - state.pending.length;
  for (const [sender, assigned] of bySigner(context, actions, state.faults)) {
    for (const group of groupActions(assigned, limits.maxCalls)) {
      if (free <= 0 || !context.isLeader()) return;
      noteDue(context, group, state.dueSince);
      const results = await sendActions(context, group, head, { sender, budget });
      free -= results.filter((result) => result === "sent").length;
    }
  }
}

/** Keeps since when work had been due that is about to be sent, for the time that it takes to be mined. */
function noteDue({ dueMs, clock }: KeeperContext, actions: readonly Action[], dueSince: DueSince): void {
  for (const { id } of worksOf(actions)) dueMs.set(id, dueSince.get(id)?.sinceMs ?? clock.nowMs());
}
