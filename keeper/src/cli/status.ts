import { readLease, readSpend } from "../adapters/postgres/status-reader.ts";
import { LANES, dueActions, overdueSeconds, trackDue, type Lane } from "../domain/index.ts";
import { readSnapshot } from "../jobs/tick.ts";
import type { OpenedKeeper } from "../keeper.ts";
import { coins, columns, toJson } from "./output.ts";

const DAY_MS = 86_400_000;

/** How the keepers of this chain stand: who leads, what is open, what is due and for how long, what was spent. */
export async function readStatus({ pool, chainKey, parts }: OpenedKeeper) {
  const { reader, outbox, limits, clock, drain } = parts;
  const nowMs = clock.nowMs();
  const block = await reader.head();
  const snapshot = await readSnapshot(parts, block, true);
  const due = dueActions(snapshot, limits).flatMap(({ job, lane, works }) =>
    works.map((work) => ({ job, lane, work })),
  );
  const dueSince = trackDue(new Map(), due, nowMs);
  const lanes = LANES.map((lane: Lane) => ({
    lane,
    due: due.filter((entry) => entry.lane === lane).length,
    overdueSeconds: overdueSeconds(dueSince, { lane }, nowMs),
  }));
  const open = (await outbox.open()).map(({ id, signer, nonce, job, state, createdMs, workIds }) => ({
    ...{ id, signer, nonce, job, state, workIds },
    ageSeconds: (nowMs - createdMs) / 1_000,
  }));
  return {
    chainKey,
    block: { number: block.number, ageSeconds: nowMs / 1_000 - Number(block.timestamp) },
    lease: await readLease(pool, chainKey),
    draining: await drain.isSet(),
    open,
    lanes,
    spend: await readSpend(pool, chainKey, nowMs - DAY_MS),
  };
}

/** `keeper status`. */
export async function statusText(opened: OpenedKeeper, json: boolean): Promise<string> {
  const status = await readStatus(opened);
  if (json) return toJson(status);
  const { lease, block, open, lanes, spend } = status;
  const leader =
    lease === null
      ? "nobody has led yet"
      : `${lease.isHeld ? "led by" : "nobody leads; last was"} ${lease.holder}, epoch ${lease.epoch}, since ${lease.since.toISOString()}`;
  return [
    `chain ${status.chainKey}, block ${block.number}, ${Math.round(block.ageSeconds)} s old`,
    `${leader}${status.draining ? "; draining: no new work is taken" : ""}`,
    `${open.length} open transactions`,
    ...columns(
      open.map(({ id, nonce, job, state, ageSeconds, workIds }) => [
        `#${id}`,
        `nonce ${nonce}`,
        job,
        state,
        `${Math.round(ageSeconds)} s`,
        workIds.join(" "),
      ]),
    ),
    "due now:",
    ...columns(lanes.map(({ lane, due, overdueSeconds: age }) => [lane, `${due}`, `oldest ${Math.round(age)} s`])),
    "spent on gas, in coins (last day, all):",
    ...columns(
      spend.map(({ job, transactions, wei, lastDayWei }) => [job, `${transactions}`, coins(lastDayWei), coins(wei)]),
    ),
  ].join("\n");
}
