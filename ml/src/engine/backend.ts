import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { MlError } from "../errors.ts";

export const BACKENDS = ["tensorflow", "wasm", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** The backend in use, and why faster ones are not. */
export type Engine = { name: BackendName; passedOver: string[] };

// a variable, so that neither type checking nor bundling needs the optional package
const NATIVE: string = "@tensorflow/tfjs-node";

/**
 * Starts TensorFlow.js on the first backend that loads: native, WebAssembly, plain JavaScript; or on `wanted` alone.
 * Throws NO_ENGINE with the reasons when none does.
 */
export async function startEngine(wanted?: BackendName): Promise<Engine> {
  const passedOver: string[] = [];
  for (const name of wanted === undefined ? BACKENDS : [wanted]) {
    const problem = await tryBackend(name);
    if (problem === null) return { name, passedOver };
    passedOver.push(`${name}: ${problem}`);
  }
  throw new MlError("NO_ENGINE", passedOver.join("; "));
}

async function tryBackend(name: BackendName): Promise<string | null> {
  try {
    await load(name);
    if (!(await tf.setBackend(name))) return "refused to start";
    await tf.ready();
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "unknown";
  }
}

async function load(name: BackendName): Promise<void> {
  if (name === "tensorflow") {
    // tfjs-node 4.22.0 calls util.isNullOrUndefined, which Node 23 removed
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
    await import(NATIVE);
  }
  if (name === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(dirname(entry) + sep); // else the files are asked for over the network
  }
}
