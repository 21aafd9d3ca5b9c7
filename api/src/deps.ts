import type { AuditRoot } from "@carbonxchange/compliance";
import type { Deployment } from "@carbonxchange/sdk";
import type { Logger } from "pino";
import type { Chain } from "./chain/chain.ts";
import type { Database } from "./db/database.ts";
import type { ScreeningDesk } from "./screening/screening-desk.ts";

/** What the HTTP side stands on; everything is passed in. */
export type ApiDeps = {
  db: Database;
  chain: Chain;
  deployment: Deployment;
  compliance: { desk: ScreeningDesk; auditRoot: () => Promise<AuditRoot> };
  logger: Logger;
  nowMs: () => number;
  newId: () => string;
  settings: {
    corsOrigins: readonly string[];
    rateLimit: { points: number; loopbackPoints: number; seconds: number };
    trustProxies: number;
    maxLagBlocks: number;
    feedPeriodMs: number;
  };
};
