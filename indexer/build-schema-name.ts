import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What decides the content of the tables: the indexer itself and the SDK whose maths it uses. */
const SOURCES = ["indexer/*.ts", "indexer/schema/**/*.ts", "indexer/src/**/*.ts", "sdk/src/**/*.ts"];

/**
 * Name of the database schema of this build: the same sources and deployment give the same name, so that a restart carries
 * on where it was, and any change gives a new one, because Ponder binds a schema to one build.
 */
export function buildSchemaName(projectRoot: string, deploymentText: string): string {
  const hash = createHash("sha256").update(deploymentText);
  const files = globSync(SOURCES, { cwd: projectRoot }).filter((file) => !file.endsWith(".test.ts"));
  for (const file of files.sort()) {
    const path = join(projectRoot, file);
    hash.update(`\0${relative(projectRoot, path)}\0`).update(readFileSync(path));
  }
  return `build_${hash.digest("hex").slice(0, 16)}`;
}
