import type { ExecutionReport } from "@carbonxchange/sdk";

/** How well orders for slices were executed, from the chain's own logs. */
export type ExecutionReports = {
  /**
   * Null for an id that never was such an order.
   * @param quotePerNative quote base units for one whole native coin, null to leave gas in wei.
   */
  report(orderId: bigint, quotePerNative: bigint | null): Promise<ExecutionReport | null>;
};
