export * from "./escrow.ts";
export * from "./fees.ts";
export * from "./fill.ts";
export * from "./notional.ts";
