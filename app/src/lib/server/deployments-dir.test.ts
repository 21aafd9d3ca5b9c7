// @vitest-environment node
import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deploymentsDir } from "./deployments-dir.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "app-"));
  await mkdir(join(root, "deploy", "deployments"), { recursive: true });
  await mkdir(join(root, "app", "build"), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

test("the configured folder wins", () => {
  expect(deploymentsDir("/x", root)).toBe("/x");
});

test("else the nearest one above the working directory", () => {
  expect(deploymentsDir(undefined, join(root, "app", "build"))).toBe(join(root, "deploy", "deployments"));
});
