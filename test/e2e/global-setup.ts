import { spawn } from "node:child_process";
import { join } from "node:path";
import { READY_LINE } from "./stack-urls.ts";

const START_TIMEOUT_MS = 600_000;

/** Brings the stack up in a process of its own; the function returned ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "stack-server.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<number | null>((resolve) => server.once("exit", resolve));
  let output = "";
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the stack was not ready in time:\n${output}`)), START_TIMEOUT_MS);
    server.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes(READY_LINE)) return;
      clearTimeout(timer);
      resolve();
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the stack ended with code ${code}:\n${output}`));
    });
  });
  const end = async () => {
    server.kill("SIGTERM");
    await exited;
  };
  await ready.catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return end;
}
