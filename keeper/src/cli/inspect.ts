import { createLogger } from "../adapters/logger.ts";
import { hasSchema } from "../adapters/postgres/status-reader.ts";
import type { InspectionConfig } from "../config.ts";
import { KeeperError } from "../errors.ts";
import { openKeeper, type OpenedKeeper } from "../open-keeper.ts";

/**
 * Opens chain and database for a command that prints, does `work` and closes them. Warnings stay silent: standard output is the
 * command's. Throws NOT_STARTED where the keeper's schema is not there.
 */
export async function inspect<T>(config: InspectionConfig, work: (opened: OpenedKeeper) => Promise<T>): Promise<T> {
  // a plan names the block whose snapshot is due; only a keeper that runs builds it
  const opened = await openKeeper(config, createLogger("silent"));
  try {
    if (!(await hasSchema(opened.pool))) throw new KeeperError("NOT_STARTED", "schema keeper is missing or old");
    return await work({ ...opened, parts: { ...opened.parts, proofs: { ...opened.parts.proofs, proof: () => null } } });
  } finally {
    await opened.pool.end();
  }
}
