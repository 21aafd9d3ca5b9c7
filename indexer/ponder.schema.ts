/** The tables behind the views `carbon.*`. Column names are these in snake case; see schema.sql for the result. */
export * from "./schema/account-settings.ts";
export * from "./schema/exchange.ts";
export * from "./schema/market-events.ts";
export * from "./schema/registry.ts";
export * from "./schema/waiting-orders.ts";
