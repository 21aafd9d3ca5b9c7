import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const INSIDE_PROJECT = join("deploy", "deployments");

/** The folder of deployment files: the configured one, else deploy/deployments in the nearest folder above `from`. */
export function deploymentsDir(configured: string | undefined, from: string): string {
  if (configured) return configured;
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, INSIDE_PROJECT);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return join(from, INSIDE_PROJECT);
  }
}
