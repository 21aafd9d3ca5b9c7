import { answer } from "./answer.ts";
import type { Controls, SafetyRecords } from "../../src/ports/index.ts";
import type { MemoryStore } from "./outbox.ts";

/** The safety limits' record over an in-memory outbox; `controls` is what a person would write into the table. */
export function createMemorySafetyRecords(
  store: MemoryStore,
  controls: Controls = { stopped: false, reason: "", resetMs: 0 },
): SafetyRecords {
  const total = (amounts: bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
  return {
    controls: () => answer(() => ({ ...controls })),
    usage: ({ hourMs, dayMs, revertsMs }) =>
      answer(() => {
        const mined = store.transactions.flatMap((row) => row.mined ?? []);
        const spentSince = (ms: number) => total(mined.filter((one) => one.ms > ms).map(({ costWei }) => costWei));
        const open = store.transactions.filter(({ state }) => state === "SIGNED" || state === "SUBMITTED");
        return {
          spentHourWei: spentSince(hourMs),
          spentDayWei: spentSince(dayMs),
          committedWei: total(open.map(({ gas, broadcasts }) => gas * (broadcasts.at(-1)?.fees.maxFeePerGas ?? 0n))),
          reverts: mined.filter(({ ms, success }) => ms > revertsMs && !success).length,
        };
      }),
  };
}
