export * from "./import-command.ts";
export * from "./load-deployment.ts";
export * from "./parse-deployment.ts";
export * from "./write-deployment.ts";
export * from "./verify/index.ts";
