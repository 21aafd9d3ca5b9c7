/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module can name relative files in no other way */
/// <reference types="ponder/virtual" />

declare module "ponder:internal" {
  const config: typeof import("./ponder.config.ts");
  const schema: typeof import("./ponder.schema.ts");
}
