export * from "./auction-fills.ts";
export * from "./batch-id.ts";
export * from "./country.ts";
export * from "./enums.ts";
export { FILL_RECORD_BYTES, decodeFills, encodeFills } from "./fills.ts";
export type { Fill } from "./fills.ts";
export * from "./labels.ts";
export * from "./market-rules.ts";
export * from "./order-id.ts";
