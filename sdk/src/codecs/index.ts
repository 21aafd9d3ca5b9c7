export * from "./batch-id.ts";
export * from "./country.ts";
export * from "./enums.ts";
export * from "./fills.ts";
export * from "./labels.ts";
export * from "./market-rules.ts";
export * from "./order-id.ts";
