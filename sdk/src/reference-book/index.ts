export * from "./book-refusal.ts";
export type { BookTerms } from "./book-state.ts";
export type { CrankReport } from "./book-crank.ts";
export type { PlaceReport } from "./book-place.ts";
export * from "./create-reference-book.ts";
