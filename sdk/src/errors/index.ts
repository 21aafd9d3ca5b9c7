export * from "./contract-error.ts";
export * from "./decode.ts";
export * from "./describe.ts";
export type * from "./error-types.ts";
export { errorSentence, sentenceNames } from "./sentences.ts";
