export * from "./decimal.ts";
export * from "./lots.ts";
export * from "./price.ts";
export * from "./quote.ts";
export * from "./tonnes.ts";
