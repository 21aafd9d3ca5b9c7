import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { openLogFile } from "../local/processes/log-file.ts";
import { hardhatOutcome, playwrightOutcome, settleOutcome, vitestOutcome, type Outcome } from "./outcome.ts";
import type { Suite } from "./suites.ts";

export type SuiteResult = Outcome & { seconds: number; log: string; lastLines: string[] };

/** Runs one suite, its output into <logDir>/<name>.log; never throws for a suite that fails. */
export async function runSuite(suite: Suite, logDir: string, env: Record<string, string>): Promise<SuiteResult> {
  mkdirSync(logDir, { recursive: true });
  const logPath = join(logDir, `${suite.name}.log`);
  const reportPath = join(logDir, `${suite.name}.json`);
  rmSync(reportPath, { force: true });
  const log = openLogFile(logPath);
  const from = performance.now();
  const { exitCode, output } = await execute(suite, reportPath, env, (chunk) => log.write(chunk));
  const lastLines = log.tail(40);
  log.close();
  const outcome = settleOutcome(read(suite, exitCode, output, reportPath), exitCode);
  return { ...outcome, seconds: (performance.now() - from) / 1000, log: logPath, lastLines };
}

function read(suite: Suite, exitCode: number | null, output: string, reportPath: string): Outcome {
  if (suite.kind === "command") return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (suite.kind === "hardhat") return hardhatOutcome(output);
  if (!existsSync(reportPath)) return { passed: 0, failed: 1 };
  const report = readFileSync(reportPath, "utf8");
  try {
    return suite.kind === "vitest" ? vitestOutcome(report) : playwrightOutcome(report);
  } catch {
    return { passed: 0, failed: 1 }; // cut off while it was written: the program was ended
  }
}

function execute(
  suite: Suite,
  reportPath: string,
  env: Record<string, string>,
  write: (chunk: Buffer) => void,
): Promise<{ exitCode: number | null; output: string }> {
  const reporters =
    suite.kind === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`] : [];
  const [command, first] =
    suite.kind === "command"
      ? [suite.program, []]
      : [process.execPath, ["--disable-warning=ExperimentalWarning", suite.program]];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...suite.args, ...reporters], {
      cwd: join(PROJECT_ROOT, suite.cwd ?? "."),
      env: childEnvironment({
        NO_COLOR: "1",

        CI: "1",
        PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath,
        ...env,
      }),
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const end = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return;
      try {
        process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
      } catch {
        // it has ended in the meantime
      }
    };
    const onSignal = () => end("SIGTERM");
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    const timer = setTimeout(() => {
      write(Buffer.from(`\n--- ended after ${suite.timeoutMs / 60_000} minutes\n`));
      end("SIGKILL");
    }, suite.timeoutMs);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        write(chunk);
        output = (output + chunk.toString("utf8")).slice(-200_000);
      });
    }
    const settle = (exitCode: number | null) => {
      clearTimeout(timer);
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      end("SIGKILL"); // what the suite left running
      resolve({ exitCode, output });
    };
    child.once("error", (error) => {
      write(Buffer.from(`${error.message}\n`));
      settle(null);
    });
    child.once("close", settle);
  });
}
