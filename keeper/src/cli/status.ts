import { readLease, readOpen, readSpend } from "../adapters/postgres/status-reader.ts";
import { DAY_MS, LANES, dueActions, overdueSeconds, trackDue, type Lane } from "../domain/index.ts";
import { readSnapshot } from "../jobs/read-snapshot.ts";
import type { OpenedKeeper } from "../open-keeper.ts";
import { holdsText, readHolds } from "./holds.ts";
import { coins, columns, toJson } from "./output.ts";

/** How the keepers of this chain stand: who leads, what is open, what is due and for how long, what was spent. */
export async function readStatus(opened: OpenedKeeper) {
  const { pool, chainKey, parts } = opened;
  const { reader, limits, clock } = parts;
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
  const open = (await readOpen(pool, chainKey)).map(({ createdMs, ...transaction }) => ({
    ...transaction,
    ageSeconds: (nowMs - createdMs) / 1_000,
  }));
  return {
    chainKey,
    block: { number: block.number, ageSeconds: nowMs / 1_000 - Number(block.timestamp) },
    lease: await readLease(pool, chainKey),
    ...(await readHolds(opened, block)),
    caps: { hourWei: limits.spendHourWei, dayWei: limits.spendDayWei },
    open,
    lanes,
    spend: await readSpend(pool, chainKey, nowMs - DAY_MS),
  };
}

/** `keeper status`. */
export async function statusText(opened: OpenedKeeper, json: boolean): Promise<string> {
  const status = await readStatus(opened);
  if (json) return toJson(status);
  const { lease, block, open, lanes, spend, caps, usage } = status;
  const leader =
    lease === null
      ? "nobody has led yet"
      : `${lease.isHeld ? "led by" : "nobody leads; last was"} ${lease.holder}, epoch ${lease.epoch}, since ${lease.since.toISOString()}`;
  return [
    `chain ${status.chainKey}, block ${block.number}, ${Math.round(block.ageSeconds)} s old`,
    `${leader}${holdsText(status)}`,
    `${open.length} open transactions`,
    ...columns(
      open.map(({ id, lane, nonce, job, state, ageSeconds, workIds }) => [
        `#${id}`,
        lane,
        `nonce ${nonce}`,
        job,
        state,
        `${Math.round(ageSeconds)} s`,
        workIds.join(" "),
      ]),
    ),
    "due now:",
    ...columns(lanes.map(({ lane, due, overdueSeconds: age }) => [lane, `${due}`, `oldest ${Math.round(age)} s`])),
    `spent in the last hour ${capped(usage?.spentHourWei, caps.hourWei)}, in the last day ${capped(usage?.spentDayWei, caps.dayWei)}, under way at most ${capped(usage?.committedWei, null)}`,
    "spent on gas, in coins (last day, all):",
    ...columns(
      spend.map(({ job, transactions, wei, lastDayWei }) => [job, `${transactions}`, coins(lastDayWei), coins(wei)]),
    ),
  ].join("\n");
}

/** An amount in coins beside its cap. */
function capped(spentWei: bigint | undefined, capWei: bigint | null): string {
  const spent = spentWei === undefined ? "unknown" : coins(spentWei);
  return capWei === null ? spent : `${spent} of ${coins(capWei)}`;
}
