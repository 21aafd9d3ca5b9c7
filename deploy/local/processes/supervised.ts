import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { DeployError } from "../../errors.ts";
import { waitFor } from "../wait-for.ts";
import { openLogFile } from "./log-file.ts";
import type { Reaper } from "./reaper.ts";

/** One program to keep alive. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** Whether it is ready for others to use. */
  ready: () => Promise<boolean>;
  readyTimeoutMs: number;
  /** "restart": comes back with back-off. "fatal": its state dies with it, so everything has to stop. */
  onExit: "restart" | "fatal";
  stopSignal?: NodeJS.Signals;
  /** Signal only the process itself and not its whole group. */
  leaderOnly?: boolean;
  stopTimeoutMs?: number;
  identity?: { uid: number; gid: number };
};

export type Supervised = {
  readonly name: string;
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Ends it for good; resolves when the process and its group are gone. */
  stop(): Promise<void>;
};

export type SuperviseDeps = {
  logDir: string;
  reaper: Reaper;
  /** Told in one line of every unexpected end and of every return. */
  notice: (line: string) => void;
  /** Told when a process marked fatal has ended. */
  fatal: (error: DeployError) => void;
  firstDelayMs?: number;
  maxDelayMs?: number;
};

const STABLE_MS = 30_000;

/** Starts a program, waits until it is ready and keeps it alive; throws CHILD_FAILED or NOT_READY with its last words. */
export async function supervise(spec: ProcessSpec, deps: SuperviseDeps): Promise<Supervised> {
  const log = openLogFile(join(deps.logDir, `${spec.name}.log`));
  let child: ChildProcess | undefined;
  let stopping = false;
  let restarts = 0;
  let delayMs = deps.firstDelayMs ?? 250;
  let timer: NodeJS.Timeout | undefined;
  const lastWords = () => log.tail(8).join("\n  ");

  function launch(onEnd: (reason: string) => void): void {
    const started = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      ...spec.identity,
    });
    child = started;
    if (started.pid !== undefined) deps.reaper.watch(started.pid);
    started.stdout.on("data", (chunk: Buffer) => log.write(chunk));
    started.stderr.on("data", (chunk: Buffer) => log.write(chunk));
    started.once("error", (error) => onEnd(error.message));
    started.once("exit", (code, signal) => {
      signalGroup(started, "SIGKILL"); // whatever it left behind in its group
      if (started.pid !== undefined) deps.reaper.release(started.pid);
      onEnd(signal === null ? `exit code ${code}` : signal);
    });
  }

  function ended(reason: string): void {
    child = undefined;
    if (stopping) return;
    log.write(`--- ${spec.name} ended: ${reason}\n`);
    if (spec.onExit === "fatal") {
      deps.fatal(new DeployError("CHAIN_LOST", `${spec.name} ended (${reason}); run npm start again`));
      return;
    }
    deps.notice(`${spec.name} ended (${reason}), starting again in ${delayMs} ms`);
    timer = setTimeout(revive, delayMs);
    delayMs = Math.min(delayMs * 2, deps.maxDelayMs ?? 10_000);
  }

  function revive(): void {
    if (stopping) return;
    restarts += 1;
    const startedAt = performance.now();
    launch((reason) => {
      if (performance.now() - startedAt > STABLE_MS) delayMs = deps.firstDelayMs ?? 250;
      ended(reason);
    });
    const current = child;
    void waitFor(async () => child !== current || (await spec.ready()), { timeoutMs: spec.readyTimeoutMs }).then(() => {
      if (child === current && !stopping) deps.notice(`${spec.name} is back`);
    });
  }

  let isUp = false;
  const firstEnd = new Promise<string>((resolve) => {
    launch((reason) => (isUp ? ended(reason) : resolve(reason)));
  });
  const given = new AbortController();
  const outcome = await Promise.race([
    waitFor(spec.ready, { timeoutMs: spec.readyTimeoutMs, signal: given.signal }).then((ok) => ok === true),
    firstEnd,
  ]);
  given.abort();
  if (outcome !== true) {
    const words = lastWords();
    stopping = true;
    await end(child, spec);
    log.close();
    const file = join(deps.logDir, `${spec.name}.log`);
    if (outcome === false) {
      throw new DeployError(
        "NOT_READY",
        `${spec.name} after ${spec.readyTimeoutMs / 1000} s; last words (${file}):\n  ${words}`,
      );
    }
    throw new DeployError("CHILD_FAILED", `${spec.name} (${outcome}); last words (${file}):\n  ${words}`);
  }
  isUp = true;

  return {
    name: spec.name,
    get pid() {
      return child?.pid;
    },
    get restarts() {
      return restarts;
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await end(child, spec);
      log.close();
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || process.platform === "win32") return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the group is empty, which is what we want.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function end(child: ChildProcess | undefined, spec: ProcessSpec): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const signal = spec.stopSignal ?? "SIGTERM";
  if (spec.leaderOnly === true || process.platform === "win32") child.kill(signal);
  else signalGroup(child, signal);
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), spec.stopTimeoutMs ?? 8_000);
  await gone;
  clearTimeout(timer);
}
