import { once } from "node:events";
import type { DepthDto, LevelDto, SocketMessage, SocketRequest } from "@carbonxchange/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createEventLog } from "../../indexer/test/model/event-log.ts";
import { Story, arbitraryStep } from "../../indexer/test/model/story.ts";
import type { Step } from "../../indexer/test/model/story.ts";
import { createIndexedDatabase } from "./fixtures/indexed-database.ts";
import type { IndexedDatabase } from "./fixtures/indexed-database.ts";
import { startNodeStand } from "./fixtures/node-stand.ts";
import type { NodeStand } from "./fixtures/node-stand.ts";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { startApi } from "./fixtures/test-api.ts";
import type { TestApi } from "./fixtures/test-api.ts";

let postgres: TestPostgres;
let database: IndexedDatabase;
let node: NodeStand;
let api: TestApi;

beforeAll(async () => {
  postgres = await startTestPostgres(18_903);
  database = await createIndexedDatabase(await postgres.freshDatabase());
  node = await startNodeStand();
  api = await startApi({ databaseUrl: database.url, rpcUrl: node.url });
}, 60_000);

afterAll(async () => {
  await api.close();
  node.close();
  await database.close();
  await postgres.stop();
});

type Message<C extends "depth" | "trades"> = Extract<SocketMessage, { channel: C; type: "snapshot" | "delta" }>;

/** A client that keeps what it heard and can wait for a message. */
async function connect(url: string = api.url) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/v1/ws`);
  const heard: SocketMessage[] = [];
  const waiting: { wanted: (message: SocketMessage) => boolean; resolve: (message: SocketMessage) => void }[] = [];
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as SocketMessage;
    heard.push(message);
    for (const each of waiting.filter(({ wanted }) => wanted(message))) {
      waiting.splice(waiting.indexOf(each), 1);
      each.resolve(message);
    }
  });
  await once(socket, "open");
  const next = (wanted: (message: SocketMessage) => boolean) =>
    new Promise<SocketMessage>((resolve) => waiting.push({ wanted, resolve }));
  const send = (request: SocketRequest) => socket.send(JSON.stringify(request));
  /** Everything sent before this returns has been answered. */
  const settle = async () => {
    const pong = next((message) => message.type === "pong");
    send({ op: "ping" });
    await pong;
  };
  const subscribe = async (channel: "depth" | "trades", marketId = 1) => {
    const answer = next((message) => message.type === "snapshot" || message.type === "error");
    send({ op: "subscribe", channel, marketId });
    return answer;
  };
  const close = async () => {
    socket.close();
    await once(socket, "close");
  };
  return { socket, heard, send, settle, subscribe, close };
}

const bySide = (message: { bids: LevelDto[]; asks: LevelDto[] }) => ({
  bids: new Map(message.bids.map((level) => [level.priceTicks, level])),
  asks: new Map(message.asks.map((level) => [level.priceTicks, level])),
});

/** Follows the stream as the protocol tells a client to; fails on any gap. */
function follow(messages: readonly SocketMessage[]) {
  let book = bySide({ bids: [], asks: [] });
  let at: { epoch: string; seq: number } | undefined;
  for (const message of messages) {
    if (!("channel" in message) || message.channel !== "depth" || message.type === "unsubscribed") continue;
    const { epoch, seq } = message;
    if (message.type === "snapshot") book = bySide(message);
    else {
      expect({ epoch: message.epoch, seq: message.prev }).toEqual(at);
      for (const side of ["bids", "asks"] as const) {
        for (const level of message[side]) {
          if (level.lots === "0") book[side].delete(level.priceTicks);
          else book[side].set(level.priceTicks, level);
        }
      }
    }
    at = { epoch, seq };
  }
  return {
    bids: [...book.bids.values()].sort((a, b) => b.priceTicks - a.priceTicks),
    asks: [...book.asks.values()].sort((a, b) => a.priceTicks - b.priceTicks),
  };
}

const depthNow = async () => (await (await api.get("/api/v1/markets/1/depth?levels=500")).json()) as DepthDto;
const sell: Step = { do: "place", who: 0, side: 1, ticks: 101, lots: 5, maxFills: 10, lives: 0 };
const buy: Step = { do: "place", who: 1, side: 0, ticks: 101, lots: 2, maxFills: 10, lives: 0 };

describe("depth", () => {
  test("snapshot and deltas give the book a fresh snapshot gives, over any history", async () => {
    const chunk = fc.array(arbitraryStep, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { minLength: 1, maxLength: 5 }), async (chunks) => {
        const story = new Story();
        await database.show(story.log.events);
        const client = await connect();
        await client.subscribe("depth");
        for (const steps of chunks) {
          await database.show(story.run(steps).log.events);
          await api.poll();
        }
        await client.settle();
        const { bids, asks } = await depthNow();
        expect(follow(client.heard)).toEqual({ bids, asks });
        await client.close();
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test("a delta carries only what changed, numbered without a gap", async () => {
    const story = new Story();
    await database.show(story.run([sell]).log.events);
    const client = await connect();
    const first = (await client.subscribe("depth")) as Message<"depth">;
    await api.poll();
    await database.show(story.run([buy]).log.events);
    await api.poll();
    await client.settle();
    expect(client.heard.filter(({ type }) => type === "delta")).toEqual([
      {
        type: "delta",
        channel: "depth",
        marketId: 1,
        epoch: first.epoch,
        seq: first.seq + 1,
        prev: first.seq,
        block: String(story.log.events.at(-1)?.meta.block),
        bids: [],
        asks: [{ priceTicks: 101, lots: "3", orders: 1 }],
      },
    ]);
    await client.close();
  });

  test("a reorganisation starts a new epoch with a snapshot of the new truth", async () => {
    const story = new Story();
    await database.show(story.run([sell, buy]).log.events);
    const client = await connect();
    const first = (await client.subscribe("depth")) as Message<"depth">;
    const other = new Story(createEventLog(1_700_000_000n, 1n));
    await database.show(other.run([{ ...sell, ticks: 103 }]).log.events);
    await api.poll();
    await client.settle();
    const last = client.heard.filter((message) => message.type === "snapshot").at(-1) as Message<"depth">;
    expect(last.epoch).not.toBe(first.epoch);
    expect(last).toMatchObject({ type: "snapshot", asks: [{ priceTicks: 103, lots: "5" }] });
    await client.close();
  });
});

describe("trades", () => {
  test("new trades come once, newest first, after a snapshot of the past", async () => {
    const story = new Story();
    await database.show(story.run([sell, buy]).log.events);
    const client = await connect();
    const first = (await client.subscribe("trades")) as Message<"trades">;
    expect(first.trades.map(({ lots }) => lots)).toEqual(["2"]);
    await database.show(story.run([{ ...buy, lots: 1 }, buy]).log.events);
    await api.poll();
    await api.poll();
    await client.settle();
    const deltas = client.heard.filter((message): message is Message<"trades"> => message.type === "delta");
    expect(deltas.flatMap(({ trades }) => trades.map(({ lots }) => lots))).toEqual(["2", "1"]);
    await client.close();
  });

  test("a trade that a reorganisation took back starts a new epoch", async () => {
    await database.show(new Story().run([sell, buy]).log.events);
    const client = await connect();
    const first = (await client.subscribe("trades")) as Message<"trades">;
    const other = new Story(createEventLog(1_700_000_000n, 1n)).run([sell, { ...buy, lots: 1 }, buy, sell]);
    await database.show(other.log.events);
    await api.poll();
    await client.settle();
    const last = client.heard.at(-2) as Message<"trades">;
    expect(last.type).toBe("snapshot");
    expect(last.epoch).not.toBe(first.epoch);
    expect(last.trades.map(({ lots }) => lots)).toEqual(["2", "1"]);
    await client.close();
  });
});

describe("the socket", () => {
  test("subscribers share one numbering", async () => {
    await database.show(new Story().run([sell]).log.events);
    const [one, two] = [await connect(), await connect()];
    const first = (await one.subscribe("depth")) as Message<"depth">;
    const second = (await two.subscribe("depth")) as Message<"depth">;
    expect(second).toEqual(first);
    await one.close();
    await two.close();
  });

  test("an unknown market and a malformed message are errors", async () => {
    const client = await connect();
    expect(await client.subscribe("depth", 77)).toMatchObject({ type: "error", code: "UNKNOWN_MARKET" });
    client.socket.send("nonsense");
    await client.settle();
    expect(client.heard.at(-2)).toMatchObject({ type: "error", code: "BAD_MESSAGE" });
    await client.close();
  });

  test("an oversize message ends the connection with 1009, a binary one with 1003", async () => {
    const big = await connect();
    big.socket.on("error", () => undefined);
    big.socket.send("x".repeat(5_000));
    expect((await once(big.socket, "close"))[0]).toBe(1009);
    const binary = await connect();
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect((await once(binary.socket, "close"))[0]).toBe(1003);
  });

  test("other paths are not upgraded", async () => {
    const socket = new WebSocket(`${api.url.replace("http", "ws")}/api/v1/elsewhere`);
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toContain("404");
  });

  test("connections are bounded, and a client that never answers pings is ended", async () => {
    const narrow = await startApi({
      databaseUrl: database.url,
      rpcUrl: node.url,
      sockets: { maxConnections: 1, pingPeriodMs: 30 },
    });
    const socket = new WebSocket(`${narrow.url.replace("http", "ws")}/api/v1/ws`, { autoPong: false });
    await once(socket, "open");
    const refused = new WebSocket(`${narrow.url.replace("http", "ws")}/api/v1/ws`);
    expect(((await once(refused, "error")) as [Error])[0].message).toContain("503");
    expect((await once(socket, "close"))[0]).toBe(1006);
    await narrow.close();
  });

  test("shutdown tells clients that the server goes away", async () => {
    const other = await startApi({ databaseUrl: database.url, rpcUrl: node.url });
    const client = await connect(other.url);
    const closed = once(client.socket, "close");
    await other.close();
    expect((await closed)[0]).toBe(1001);
  });
});

describe("server-sent events", () => {
  test("carry the same messages with epoch and seq as id", async () => {
    const story = new Story();
    await database.show(story.run([sell]).log.events);
    const stop = new AbortController();
    const response = await api.get("/api/v1/stream?channel=depth&marketId=1", { signal: stop.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const readUntil = async (mark: string) => {
      while (!text.includes(mark)) text += (await reader?.read())?.value ?? "";
    };
    await readUntil('"snapshot"');
    await database.show(story.run([buy]).log.events);
    await api.poll();
    await readUntil('"delta"');
    await readUntil('"orders":1}]}\n\n');
    const events = text.split("\n\n").filter((event) => event.startsWith("id:"));
    const [snapshot, delta] = events.map(
      (event) => JSON.parse(event.split("\ndata: ")[1] ?? "null") as Message<"depth">,
    );
    expect(events[1]?.split("\n")[0]).toBe(`id: ${delta?.epoch}:${delta?.seq}`);
    expect([snapshot?.type, delta?.type]).toEqual(["snapshot", "delta"]);
    stop.abort();
  });
});
