import { mkdir, open, rename, rm } from "node:fs/promises";
import type { Deployment } from "../deployment.ts";
import { deploymentFile } from "./load-deployment.ts";
import { parseDeployment } from "./parse-deployment.ts";

/**
 * Writes `<dir>/<chainId>.json` so that a reader sees the old file or the new one, never a part: into a neighbour file,
 * flushed to disk, then renamed. Throws `DeploymentError` on a deployment that would not load again. Returns the path.
 */
export async function writeDeployment(options: { dir: string; deployment: Deployment }): Promise<string> {
  const file = deploymentFile(options.dir, options.deployment.chainId);
  const text = `${JSON.stringify(options.deployment, null, 2)}\n`;
  parseDeployment(text, file);
  await mkdir(options.dir, { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFlushed(partial, text);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return file;
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
