export type * from "./addresses.ts";
export * from "./contract-request.ts";
export * from "./eligibility.ts";
export * from "./issuance.ts";
export * from "./markets.ts";
export * from "./order-input.ts";
export * from "./retirement.ts";
export * from "./trading.ts";
export * from "./vault.ts";
