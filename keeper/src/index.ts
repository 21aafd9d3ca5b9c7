export { readConfig, type KeeperConfig } from "./config.ts";
export * from "./domain/index.ts";
export { hasCode, KEEPER_ERRORS, KeeperError, type KeeperErrorCode } from "./errors.ts";
export { startKeeper, type RunningKeeper } from "./keeper.ts";
export type * from "./ports/index.ts";
