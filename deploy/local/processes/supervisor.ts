import { mkdirSync } from "node:fs";
import type { DeployError } from "../../errors.ts";
import { startReaper } from "./reaper.ts";
import { supervise, type ProcessSpec, type Supervised } from "./supervised.ts";

export type Supervisor = {
  /** Starts a program and waits until it is ready. */
  start(spec: ProcessSpec): Promise<Supervised>;
  readonly running: readonly Supervised[];
  /** Ends everything, the last started first. Safe to call twice. */
  stopAll(onStop?: (name: string) => void): Promise<void>;
};

export type SupervisorDeps = {
  logDir: string;
  notice: (line: string) => void;
  fatal: (error: DeployError) => void;
};

/** Keeps a set of programs alive and ends them in reverse order. */
export function createSupervisor({ logDir, notice, fatal }: SupervisorDeps): Supervisor {
  mkdirSync(logDir, { recursive: true });
  const reaper = startReaper();
  const running: Supervised[] = [];
  let stopped: Promise<void> | undefined;

  return {
    running,
    async start(spec) {
      const supervised = await supervise(spec, { logDir, reaper, notice, fatal });
      // A stop that came while this one was still starting must not miss it.
      if (stopped !== undefined) await supervised.stop();
      else running.push(supervised);
      return supervised;
    },
    stopAll(onStop) {
      stopped ??= (async () => {
        for (let last = running.pop(); last !== undefined; last = running.pop()) {
          onStop?.(last.name);
          await last.stop();
        }
        reaper.close();
      })();
      return stopped;
    },
  };
}
