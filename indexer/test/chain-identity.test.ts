import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { ChainIdentityError, claimDatabase } from "../chain-identity.ts";

const [ONE, OTHER] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`];

let postgres: TestPostgres;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres(18_910);
  url = await postgres.freshDatabase();
}, 60_000);

afterAll(() => postgres.stop());

test("a database belongs to the chain that claimed it first, again and again", async () => {
  await claimDatabase(url, 31_337, ONE);
  await expect(claimDatabase(url, 31_337, ONE)).resolves.toBeUndefined();
});

test("another chain of the same id is refused with what to do", async () => {
  await claimDatabase(url, 31_337, ONE);
  const refused = claimDatabase(url, 31_337, OTHER);
  await expect(refused).rejects.toThrow(ChainIdentityError);
  await expect(refused).rejects.toThrow(/use a fresh database/);
});

test("a chain of another id may share the database", async () => {
  await expect(claimDatabase(url, 8_453, OTHER)).resolves.toBeUndefined();
});

test("two processes that claim at once agree on one chain", async () => {
  const claims = await Promise.allSettled([claimDatabase(url, 10, ONE), claimDatabase(url, 10, OTHER)]);
  expect(claims.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
