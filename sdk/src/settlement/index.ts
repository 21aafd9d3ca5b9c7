export * from "./escrow.ts";
export * from "./fee-tiers.ts";
export * from "./fees.ts";
export * from "./fill.ts";
export * from "./notional.ts";
