import { createAuditLog, migrateCompliance } from "@carbonxchange/compliance";
import type { AuditRoot } from "@carbonxchange/compliance";
import pg from "pg";
import type { LoadedList } from "./screening-desk.ts";

/** How long an answer about the root is reused: computing it reads the whole log. */
const ROOT_REUSE_MS = 2_000;

/** The service's own side of the audit log. */
export type AuditTrail = {
  /** Notes that the service started and which lists it screens with. */
  recordStart(service: { chainId: number; lists: readonly LoadedList[] }): Promise<void>;
  root(): Promise<AuditRoot>;
  close(): Promise<void>;
};

/** Opens the audit log in schema `compliance`, bringing it up to date first. It has a connection of its own that may write. */
export async function openAuditTrail(options: {
  url: string;
  nowMs: () => number;
  onError: (error: Error) => void;
}): Promise<AuditTrail> {
  const pool = new pg.Pool({ connectionString: options.url, max: 2, application_name: "carbonxchange-api-audit" });
  pool.on("error", options.onError);
  await migrateCompliance(pool);
  const log = createAuditLog(pool);
  let latest: { atMs: number; root: Promise<AuditRoot> } | undefined;
  return {
    recordStart: async ({ chainId, lists }) => {
      await log.append({
        timeMicros: BigInt(Math.trunc(options.nowMs())) * 1_000n,
        actor: "api",
        role: "SERVICE",
        action: "SERVICE_STARTED",
        subject: `chain ${chainId}`,
        payload: { lists: lists.map(({ source, sha256, parties }) => ({ source, sha256, parties })) },
      });
    },
    root: () => {
      const now = options.nowMs();
      if (latest === undefined || now - latest.atMs > ROOT_REUSE_MS) {
        const root = log.root();
        latest = { atMs: now, root };
        root.catch(() => (latest = undefined));
      }
      return latest.root;
    },
    close: () => pool.end(),
  };
}
