import type { ExecutionReport } from "@carbonxchange/sdk";
import type { OpenedKeeper } from "../open-keeper.ts";
import { coins, columns, toJson } from "./output.ts";

/** `keeper report`; null for an id that never was an order for slices. */
export async function reportText(
  { parts }: OpenedKeeper,
  { orderId, quotePerNative, json }: { orderId: bigint; quotePerNative: bigint | null; json: boolean },
): Promise<string | null> {
  const report = await parts.reports.report(orderId, quotePerNative);
  if (report === null) return null;
  return json ? toJson({ orderId, ...report }) : columns(rowsOf(orderId, report)).join("\n");
}

function rowsOf(orderId: bigint, report: ExecutionReport): string[][] {
  const ticks = (value: number | null) => (value === null ? "none" : `${value.toFixed(2)} ticks`);
  const bps = (value: number | null) => (value === null ? "none" : `${value.toFixed(2)} bps`);
  const delays = report.delays.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  const median = delays[Math.floor((delays.length - 1) / 2)];
  return [
    ["order", `${orderId}${report.hasEnded ? "" : ", still working"}`],
    ["filled", `${report.filledLots} lots, ${(report.completion * 100).toFixed(2)} %`],
    ["average price", ticks(report.averageTicks)],
    ["against arrival", `${bps(report.arrivalSlippageBps)} (${ticks(report.arrivalTicks)})`],
    ["against VWAP", `${bps(report.vwapSlippageBps)} (${ticks(report.vwapTicks)})`],
    ["against TWAP", `${bps(report.twapSlippageBps)} (${ticks(report.twapTicks)})`],
    ["schedule error", `${(report.scheduleError * 100).toFixed(2)} % of the order`],
    ["slices", `${delays.length} traded, ${report.missedSlices} missed`],
    ["delay", delays.length === 0 ? "none" : `median ${median} s, longest ${delays.at(-1)} s`],
    ["fees", `${report.takerFees} taker, ${report.keeperFees} keeper, quote base units`],
    ["gas", `${coins(report.gasWei)} coins${report.gasQuote === null ? "" : `, ${report.gasQuote} quote base units`}`],
    ["shortfall", `${report.shortfall} quote base units with fees, without gas`],
  ];
}
