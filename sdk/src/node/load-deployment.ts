import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "../deployment.ts";
import { DeploymentError, parseDeployment } from "./parse-deployment.ts";

/** Path of a chain's deployment file in a directory. */
export function deploymentFile(dir: string, chainId: number): string {
  return join(dir, `${chainId}.json`);
}

/**
 * Reads and checks `<dir>/<chainId>.json`. Throws `DeploymentError` naming the file and the field when it is missing,
 * malformed or written for another chain.
 */
export async function loadDeployment(options: { dir: string; chainId: number }): Promise<Deployment> {
  const file = deploymentFile(options.dir, options.chainId);
  const deployment = parseDeployment(await readText(file), file);
  if (deployment.chainId !== options.chainId) {
    throw new DeploymentError(file, "chainId", `is ${deployment.chainId}, expected ${options.chainId}`);
  }
  return deployment;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new DeploymentError(
      file,
      undefined,
      missing ? "does not exist; deploy the contracts first" : "cannot be read",
      cause,
    );
  }
}
