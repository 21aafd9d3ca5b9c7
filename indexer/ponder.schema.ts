/** The tables behind the views `carbon.*`. Column names are these in snake case; see schema.sql for the result. */
export * from "./schema/exchange.ts";
export * from "./schema/registry.ts";
