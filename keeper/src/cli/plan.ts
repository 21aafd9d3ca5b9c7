import { explainPlan, worksOf, dueActions, type Explanation } from "../domain/index.ts";
import { readSnapshot } from "../jobs/read-snapshot.ts";
import type { OpenedKeeper } from "../open-keeper.ts";
import { holdsText, readHolds, type ReadHolds } from "./holds.ts";
import { columns, toJson, utc } from "./output.ts";

/** The plan for the chain and outbox as they stand, with all it leaves out. Sends nothing. */
export async function explainNow(opened: OpenedKeeper): Promise<Explanation & ReadHolds & { block: bigint }> {
  const { parts } = opened;
  const { reader, outbox, limits, clock } = parts;
  const block = await reader.head();
  const snapshot = await readSnapshot(parts, block, true);
  const open = (await outbox.open()).filter(({ state }) => state !== "MINED");
  const records = await outbox.works(worksOf(dueActions(snapshot, limits)).map(({ id }) => id));
  const ledger = { records, busyResources: new Set(open.flatMap(({ resources }) => resources)) };
  const holds = await readHolds(opened, block);
  const now = { ...holds, openCount: open.length, nowMs: clock.nowMs() };
  return { ...explainPlan(snapshot, ledger, limits, now), ...holds, block: block.number };
}

/** `keeper plan`. */
export async function planText(opened: OpenedKeeper, json: boolean): Promise<string> {
  const explained = await explainNow(opened);
  if (json) return toJson(explained);
  const { block, send, held } = explained;
  const sent = send.flatMap(({ job, lane, works }) =>
    works.map(({ id, dueSince }) => [lane, job, id, dueSince === null ? "due now" : `due since ${utc(dueSince)}`]),
  );
  const waiting = held.map(({ job, what, reason, from }) => [
    job,
    what,
    from === null ? reason : `${reason}, from ${utc(from)}`,
  ]);
  return [
    `block ${block}${holdsText(explained)}`,
    send.length === 0 ? "nothing would be sent" : `${send.length} calls would be sent:`,
    ...columns(sent),
    held.length === 0 ? "nothing is held back" : "held back:",
    ...columns(waiting),
  ].join("\n");
}
