export * from "./abi/index.ts";
export type * from "./api-types.ts";
export * from "./deployment.ts";
