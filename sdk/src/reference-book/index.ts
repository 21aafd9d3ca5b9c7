export * from "./book-refusal.ts";
export type { Breach } from "./book-matching.ts";
export type { PhaseMove } from "./book-phases.ts";
export type { PriceBand } from "./book-rules.ts";
export type { BookTerms } from "./book-state.ts";
export type { CrankReport } from "./book-crank.ts";
export type { PlaceReport } from "./book-place.ts";
export * from "./create-reference-book.ts";
