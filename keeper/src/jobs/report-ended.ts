import type { ChainSnapshot } from "../domain/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

/**
 * Measures orders for slices that have ended since the round before, in the background. `live` is what lived then, and is brought up to
 * date. An order that is only not hinted at is asked for as well; it counts when its report shows it to be over.
 */
export function reportEnded(
  context: Pick<KeeperContext, "reports" | "metrics" | "logger">,
  live: Set<bigint>,
  { parents }: ChainSnapshot,
): void {
  const now = new Set(parents.map(({ orderId }) => orderId));
  for (const orderId of live) {
    if (now.has(orderId)) continue;
    live.delete(orderId);
    void measure(context, orderId);
  }
  for (const orderId of now) live.add(orderId);
}

async function measure(
  { reports, metrics, logger }: Pick<KeeperContext, "reports" | "metrics" | "logger">,
  orderId: bigint,
): Promise<void> {
  const order = orderId.toString();
  try {
    const report = await reports.report(orderId, null);
    if (report === null || !report.hasEnded) return;
    const { completion, arrivalSlippageBps, scheduleError, missedSlices } = report;
    metrics.parentCompletion.observe(completion);
    metrics.scheduleError.observe(scheduleError);
    if (arrivalSlippageBps !== null) metrics.arrivalSlippage.observe(arrivalSlippageBps);
    logger.info({ order, completion, arrivalSlippageBps, scheduleError, missedSlices }, "order for slices has ended");
  } catch (error) {
    // a figure for display: the round it belongs to is over
    logger.warn({ error, order }, "order for slices could not be measured");
  }
}
