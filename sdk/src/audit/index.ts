export type * from "./audit-event.ts";
export * from "./batch-balance.ts";
export { owedIn, sumOf } from "./closing.ts";
export * from "./compare.ts";
export type * from "./difference.ts";
export * from "./figures.ts";
export { createLedger } from "./ledger.ts";
export type * from "./ledger.ts";
export * from "./rebuild.ts";
