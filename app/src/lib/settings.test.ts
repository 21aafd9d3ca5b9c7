import { expect, test } from "vitest";
import { loadSettings } from "./settings.ts";
import { SETTINGS } from "./testing/fake-world.ts";

const server =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(Response.json(body, { status }));

test("the app's own server says where everything is", async () => {
  expect(await loadSettings(server(SETTINGS))).toEqual(SETTINGS);
});

test("a missing deployment is told in the server's words", async () => {
  await expect(loadSettings(server({ message: "No deployment of chain 1" }, 503))).rejects.toThrow(
    "No deployment of chain 1",
  );
  await expect(loadSettings(server("x", 500))).rejects.toThrow(/answered 500/);
});
