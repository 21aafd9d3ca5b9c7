import type { BookState, Moment } from "./book-state.ts";

/** Runs a call at a moment on a copy, which is kept only when nothing was refused. */
export type Change = <T>(at: Moment, apply: (draft: BookState) => T) => T;

/** Looks at the book as it stands at a moment; of reads that do not depend on one, at any. */
export type Look = <T>(read: (state: BookState) => T, at?: Moment) => T;
