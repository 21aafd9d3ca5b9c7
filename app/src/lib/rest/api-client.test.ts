import { expect, test } from "vitest";
import { createApiClient } from "./api-client.ts";

const answering = (response: () => Response | Promise<Response>) => {
  const asked: string[] = [];
  const client = createApiClient("https://api.test", (input) => {
    asked.push(input instanceof Request ? input.url : `${input}`);
    return Promise.resolve(response());
  });
  return { client, asked };
};

test("a good answer is its value; what is undefined is not asked for", async () => {
  const { client, asked } = answering(() => Response.json({ a: 1 }));
  expect(await client.get("/x", { limit: 5, owner: undefined })).toEqual({ ok: true, value: { a: 1 } });
  expect(asked).toEqual(["https://api.test/api/v1/x?limit=5"]);
  expect(client.socketUrl).toBe("wss://api.test/api/v1/ws");
});

test.each([
  [{ errors: [{ field: "limit", message: "too large" }], title: "Bad query" }, "limit: too large"],
  [{ detail: "no such market", title: "Not found" }, "no such market"],
  [{ title: "Not found" }, "Not found"],
  ["nonsense", "The API answered 400."],
])("the problem %j is told in words", async (body, words) => {
  const { client } = answering(() => Response.json(body, { status: 400 }));
  expect(await client.get("/x")).toEqual({ ok: false, error: words });
});

test("an API that is away is an ordinary outcome", async () => {
  const { client } = answering(() => Promise.reject(new TypeError("away")));
  expect(await client.get("/x")).toEqual({ ok: false, error: "The API does not answer." });
});
