/** The embedded Postgres: made once, kept between runs, supervised like every other process. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { childEnvironment } from "../config.ts";
import { DeployError } from "../errors.ts";
import { preparePostgresHome, type PostgresHome } from "./postgres-home.ts";
import type { ProcessSpec } from "./processes/supervised.ts";

export type EmbeddedPostgres = { spec: ProcessSpec; urlOf: (database: string) => string };

const USER = "carbonx";

/** Makes the data folder on the first run and describes the server process. */
export async function embeddedPostgres(folder: string, port: number): Promise<EmbeddedPostgres> {
  const home = await preparePostgresHome(join(folder, "postgres"));
  const passwordFile = join(folder, "postgres-password");
  if (!existsSync(join(home.dataDir, "PG_VERSION")) || !existsSync(passwordFile)) initialise(home, passwordFile);
  const password = readFileSync(passwordFile, "utf8").trim();
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "120",
    shared_buffers: "96MB",
    max_wal_size: "512MB",
    log_min_messages: "warning",
  };
  const spec: ProcessSpec = {
    name: "postgres",
    command: home.postgres,
    args: [
      "-D",
      home.dataDir,
      "-p",
      `${port}`,
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    env: childEnvironment({ LC_ALL: "C" }),
    cwd: "/",
    ready: () => accepts(urlOf("postgres")),
    readyTimeoutMs: 60_000,
    onExit: "restart",
    stopSignal: "SIGINT", // fast shutdown: ends the sessions, writes a checkpoint
    leaderOnly: true,
    stopTimeoutMs: 20_000,
    ...(home.identity === undefined ? {} : { identity: home.identity }),
  };
  return { spec, urlOf };
}

function initialise(home: PostgresHome, passwordFile: string): void {
  rmSync(home.dataDir, { recursive: true, force: true }); // what a run that was cut off left behind
  mkdirSync(home.dataDir, { recursive: true, mode: 0o700 });
  if (home.identity !== undefined) chownSync(home.dataDir, home.identity.uid, home.identity.gid);
  writeFileSync(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
  for (const binary of [home.initdb, home.postgres]) chmodSync(binary, 0o755);
  // initdb reads the password from a file, as the user it runs as: lent to it under a name of its own.
  const lent = `${home.dataDir}.password`;
  copyFileSync(passwordFile, lent);
  if (home.identity !== undefined) chownSync(lent, home.identity.uid, home.identity.gid);
  try {
    const flags = [
      "-D",
      home.dataDir,
      "-U",
      USER,
      "--auth=scram-sha-256",
      `--pwfile=${lent}`,
      "--encoding=UTF8",
      "--locale=C",
    ];
    execFileSync(home.initdb, flags, {
      env: childEnvironment({ LC_ALL: "C" }),
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
      ...home.identity,
    });
  } catch (cause) {
    const said =
      (cause as { stderr?: Buffer }).stderr?.toString().trim().split("\n").slice(-2).join(" ") ?? String(cause);
    throw new DeployError("CHILD_FAILED", `initdb: ${said}`, { cause });
  } finally {
    rmSync(lent, { force: true });
  }
}

/** Whether the server takes connections. */
export async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined); // the server may go away between connecting and closing
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
