import { explainPlan, worksOf, dueActions, type Explanation } from "../domain/index.ts";
import { readSnapshot } from "../jobs/tick.ts";
import type { OpenedKeeper } from "../keeper.ts";
import { columns, toJson, utc } from "./output.ts";

/** The plan for the chain and outbox as they stand, with all it leaves out. Sends nothing. */
export async function explainNow({ parts }: OpenedKeeper): Promise<Explanation & { block: bigint; draining: boolean }> {
  const { reader, outbox, limits, clock } = parts;
  const block = await reader.head();
  const snapshot = await readSnapshot(parts, block, true);
  const open = (await outbox.open()).filter(({ state }) => state !== "MINED");
  const records = await outbox.works(worksOf(dueActions(snapshot, limits)).map(({ id }) => id));
  const ledger = { records, busyResources: new Set(open.flatMap(({ resources }) => resources)) };
  const explained = explainPlan(snapshot, ledger, limits, open.length, clock.nowMs());
  return { ...explained, block: block.number, draining: await parts.drain.isSet() };
}

/** `keeper plan`. */
export async function planText(opened: OpenedKeeper, json: boolean): Promise<string> {
  const { block, draining, send, held } = await explainNow(opened);
  if (json) return toJson({ block, draining, send, held });
  const sent = send.flatMap(({ job, lane, works }) =>
    works.map(({ id, dueSince }) => [lane, job, id, dueSince === null ? "due now" : `due since ${utc(dueSince)}`]),
  );
  const waiting = held.map(({ job, what, reason, from }) => [
    job,
    what,
    from === null ? reason : `${reason}, from ${utc(from)}`,
  ]);
  return [
    `block ${block}${draining ? "; draining: a keeper takes no new work" : ""}`,
    send.length === 0 ? "nothing would be sent" : `${send.length} transactions would be sent:`,
    ...columns(sent),
    held.length === 0 ? "nothing is held back" : "held back:",
    ...columns(waiting),
  ].join("\n");
}
