import {
  DAY_MS,
  HOUR_MS,
  STOP_REASONS,
  judgeSafety,
  type BlockHead,
  type SafetyVerdict,
  type SafetyView,
} from "../domain/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

type SafetySources = Pick<KeeperContext, "clock" | "limits" | "records" | "stopSwitch" | "pause" | "logger">;

/** Asks every source of the safety limits. One that cannot answer counts as unclear, which stops new work. */
export async function readSafety(context: SafetySources, head: BlockHead): Promise<Omit<SafetyView, "signerFaults">> {
  const { clock, limits, records, stopSwitch, pause } = context;
  const nowMs = clock.nowMs();
  const controls = await unlessUnclear(context, "controls", () => records.controls());
  const since = (windowMs: number) => Math.max(nowMs - windowMs, controls?.resetMs ?? 0);
  const [stopFile, chainPaused, usage] = await Promise.all([
    unlessUnclear(context, "stop file", () => stopSwitch.filePresent()),
    unlessUnclear(context, "pause", () => pause.isPaused()),
    unlessUnclear(context, "usage", () =>
      records.usage({ hourMs: since(HOUR_MS), dayMs: since(DAY_MS), revertsMs: since(limits.revertWindowMs) }),
    ),
  ]);
  return {
    ...{ stopFile, chainPaused, usage },
    signalled: stopSwitch.signalled(),
    flagged: controls?.stopped ?? null,
    headAgeSeconds: Math.max(0, nowMs / 1_000 - Number(head.timestamp)),
  };
}

/** Judges what was read, and shows the verdict in metrics, and in the log when it changes. */
export function judgeAndShow(context: KeeperContext, view: SafetyView, before: SafetyVerdict): SafetyVerdict {
  const verdict = judgeSafety(view, context.limits);
  context.onStopReasons(verdict.reasons);
  for (const reason of STOP_REASONS) {
    context.metrics.stopped.set({ reason }, verdict.reasons.includes(reason) ? 1 : 0);
  }
  if (view.usage !== null) {
    context.metrics.spentHour.set(Number(view.usage.spentHourWei) / 1e18);
    context.metrics.spentDay.set(Number(view.usage.spentDayWei) / 1e18);
  }
  if (verdict.reasons.join() === before.reasons.join()) return verdict;
  if (verdict.reasons.length === 0) context.logger.warn("new work is sent again");
  else context.logger.error({ reasons: verdict.reasons }, "new work is stopped");
  return verdict;
}

async function unlessUnclear<T>(context: SafetySources, source: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    context.logger.error({ source, error }, "a safety source cannot be read");
    return null;
  }
}
