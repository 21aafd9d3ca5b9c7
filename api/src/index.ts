export { createChain } from "./chain/chain.ts";
export type { Chain, QuoteToken } from "./chain/chain.ts";
export { createApi } from "./create-api.ts";
export type { Api } from "./create-api.ts";
export { createDatabase } from "./db/database.ts";
export type { Database } from "./db/database.ts";
export type { ApiDeps } from "./deps.ts";
