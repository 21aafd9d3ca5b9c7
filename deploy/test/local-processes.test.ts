import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import type { DeployError } from "../errors.ts";
import { inputHash } from "../local/builds.ts";
import { databaseName, withDatabase } from "../local/databases.ts";
import { claimPorts, freePort } from "../local/ports.ts";
import { othersMayEnter } from "../local/postgres-home.ts";
import { openLogFile } from "../local/processes/log-file.ts";
import type { ProcessSpec } from "../local/processes/supervised.ts";
import { createSupervisor } from "../local/processes/supervisor.ts";
import { answersOk, waitFor } from "../local/wait-for.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "carbonx-local-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A little server that answers with its pid. */
function server(name: string, port: number, onExit: ProcessSpec["onExit"] = "restart"): ProcessSpec {
  const program = `require("node:http").createServer((_, res) => res.end(String(process.pid))).listen(${port}, "127.0.0.1")`;
  return {
    name,
    command: process.execPath,
    args: ["-e", program],
    env: childEnvironment({}),
    cwd: PROJECT_ROOT,
    ready: () => answersOk(`http://127.0.0.1:${port}`),
    readyTimeoutMs: 10_000,
    onExit,
  };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function supervisor(notices: string[] = [], fatal: (error: DeployError) => void = () => undefined) {
  return createSupervisor({ logDir: join(folder, "logs"), notice: (line) => notices.push(line), fatal });
}

describe("supervised processes", () => {
  it("come back when they are killed", async () => {
    const notices: string[] = [];
    const all = supervisor(notices);
    const process_ = await all.start(server("one", await freePort()));
    const first = process_.pid ?? 0;
    process.kill(first, "SIGKILL");
    const second = await waitFor(
      () => Promise.resolve(process_.pid !== undefined && process_.pid !== first && process_.pid),
      { timeoutMs: 10_000 },
    );
    expect(second).toBeGreaterThan(0);
    expect(await waitFor(() => Promise.resolve(notices.includes("one is back")), { timeoutMs: 10_000 })).toBe(true);
    await all.stopAll();
    expect(isAlive(second ?? 0)).toBe(false);
  });

  it("are ended in reverse order, and stay ended", async () => {
    const all = supervisor();
    const first = await all.start(server("first", await freePort()));
    const second = await all.start(server("second", await freePort()));
    const pids = [first.pid ?? 0, second.pid ?? 0];
    const order: string[] = [];
    await all.stopAll((name) => order.push(name));
    expect(order).toEqual(["second", "first"]);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it("that must not be lost report it instead of coming back", async () => {
    const fatal: DeployError[] = [];
    const all = supervisor([], (error) => fatal.push(error));
    const chain = await all.start(server("chain", await freePort(), "fatal"));
    process.kill(chain.pid ?? 0, "SIGKILL");
    expect(await waitFor(() => Promise.resolve(fatal[0]?.code), { timeoutMs: 10_000 })).toBe("CHAIN_LOST");
    expect(chain.pid).toBeUndefined();
    await all.stopAll();
  });

  it("that fail at once are reported with their last words", async () => {
    const all = supervisor();
    const spec = { ...server("broken", 1), args: ["-e", "console.error('no such table: fruit'); process.exit(3)"] };
    await expect(all.start(spec)).rejects.toMatchObject({
      code: "CHILD_FAILED",
      message: expect.stringMatching(/exit code 3.*fruit/s) as string,
    });
    await all.stopAll();
  });

  it("that never get ready are ended", async () => {
    const all = supervisor();
    const port = await freePort();
    const spec = { ...server("slow", port), ready: () => Promise.resolve(false), readyTimeoutMs: 500 };
    await expect(all.start(spec)).rejects.toMatchObject({ code: "NOT_READY" });
    await expect(claimPorts({ slow: { service: "slow", port, variable: "X" } })).resolves.toEqual({ slow: port });
    await all.stopAll();
  });

  it("do not outlive a supervisor that was killed", async () => {
    const port = await freePort();
    const program = join(folder, "supervisor.ts");
    const from = JSON.stringify(join(PROJECT_ROOT, "deploy/local/processes/supervisor.ts"));
    writeFileSync(
      program,
      `import { createSupervisor } from ${from};
       const all = createSupervisor({ logDir: ${JSON.stringify(folder)}, notice() {}, fatal() {} });
       await all.start({ name: "child", command: process.execPath, cwd: "/", env: {}, onExit: "restart", readyTimeoutMs: 5000,
         args: ["-e", ${JSON.stringify(server("child", port).args[1])}],
         ready: () => fetch("http://127.0.0.1:${port}").then((r) => r.ok) });
       setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], { stdio: "ignore" });
    const child = await waitFor(() => fetch(`http://127.0.0.1:${port}`).then((answer) => answer.text()), {
      timeoutMs: 15_000,
    });
    parent.kill("SIGKILL");
    expect(await waitFor(() => Promise.resolve(!isAlive(Number(child))), { timeoutMs: 15_000 })).toBe(true);
  });
});

describe("ports", () => {
  it("that are taken are named with the variable that moves them", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const claim = claimPorts({ api: { service: "api", port, variable: "API_PORT" } });
    await expect(claim).rejects.toMatchObject({
      code: "BUSY_PORT",
      message: expect.stringMatching(new RegExp(`${port}.*API_PORT`)) as string,
    });
    taken.close();
  });
});

describe("log files", () => {
  it("keep what the last run wrote beside them and give their last lines", () => {
    const file = join(folder, "x.log");
    openLogFile(file).write("before\n");
    const log = openLogFile(file);
    log.write("one\ntwo\nthree\n");
    expect(log.tail(2)).toEqual(["two", "three"]);
    log.close();
    expect(readFileSync(`${file}.1`, "utf8")).toBe("before\n");
  });

  it("are turned over when they grow too large", () => {
    const log = openLogFile(join(folder, "y.log"), 10);
    for (let line = 0; line < 5; line++) log.write("0123456789\n");
    log.close();
    expect(readFileSync(join(folder, "y.log"), "utf8").length).toBeLessThan(30);
  });
});

describe("databases and folders", () => {
  it("get a name of their own for each chain", () => {
    expect(databaseName("carbon", 31_337, "0xABCDEF0123456789".toLowerCase())).toBe("carbon_31337_abcdef0123");
    expect(withDatabase("postgres://u:p%40@h:1/a?sslmode=require", "b")).toBe(
      "postgres://u:p%40@h:1/b?sslmode=require",
    );
  });

  it("are only open to another user when every folder above is", () => {
    const modes: Record<string, number> = { "/": 0o755, "/root": 0o700, "/root/x": 0o755, "/srv": 0o755 };
    const mode = (path: string) => modes[path];
    expect(othersMayEnter("/root/x", mode)).toBe(false);
    expect(othersMayEnter("/srv/new/deep", mode)).toBe(true);
  });

  it("of a build change its hash with any input, but not with a test", () => {
    const build = { name: "b", inputs: ["**/*.ts"], output: "x", commands: [] };
    writeFileSync(join(folder, "a.ts"), "1");
    const before = inputHash(build, folder);
    writeFileSync(join(folder, "a.test.ts"), "2");
    expect(inputHash(build, folder)).toBe(before);
    writeFileSync(join(folder, "a.ts"), "3");
    expect(inputHash(build, folder)).not.toBe(before);
  });
});
