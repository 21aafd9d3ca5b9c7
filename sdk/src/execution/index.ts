export * from "./almgren-chriss.ts";
export * from "./execution-report.ts";
export * from "./slice-time.ts";
export * from "./volume-curve.ts";
export * from "./vwap-weights.ts";
export * from "./weights.ts";
