export { createLogDecoder } from "./decode-logs.ts";
export * from "./explain.ts";
export * from "./find-contracts.ts";
export * from "./read-logs.ts";
export * from "./verify.ts";
export * from "./verify-command.ts";
export * from "./verify-error.ts";
export * from "./verify-report.ts";
