import type { SocketMessage } from "@carbonxchange/sdk";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { CLOSE_POLICY, CLOSE_TRY_LATER, DEFAULT_LIMITS, createConnection } from "./connection.ts";
import type { ConnectionLimits } from "./connection.ts";
import type { MarketFeed, Subscriber } from "./market-feed.ts";

/** A feed whose topics the test speaks on; markets 1 to 100 exist. */
function handFeed() {
  const subscribers = new Map<string, Set<Subscriber>>();
  const feed: MarketFeed = {
    subscribe: (channel, marketId, subscriber) => {
      if (marketId > 100) return Promise.resolve(false);
      const set = subscribers.get(`${channel}:${marketId}`) ?? new Set();
      subscribers.set(`${channel}:${marketId}`, set.add(subscriber));
      subscriber.take({ text: "first", id: "" }, () => ({ text: "first", id: "" }));
      return Promise.resolve(() => void set.delete(subscriber));
    },
    poll: () => Promise.resolve(),
    close: () => undefined,
  };
  const speak = (topic: string, text: string) => {
    for (const each of subscribers.get(topic) ?? [])
      each.take({ text, id: "" }, () => ({ text: `snapshot:${text}`, id: "" }));
  };
  return { feed, speak, listeners: (topic: string) => subscribers.get(topic)?.size ?? 0 };
}

function setUp(limits: Partial<ConnectionLimits> = {}) {
  const hand = handFeed();
  const sent: string[] = [];
  const closed: number[] = [];
  const socket = {
    bufferedAmount: 0,
    send: (text: string) => void sent.push(text),
    close: (code: number) => void closed.push(code),
  };
  const clock = { ms: 0 };
  const connection = createConnection({
    socket,
    feed: hand.feed,
    limits: { ...DEFAULT_LIMITS, ...limits },
    nowMs: () => clock.ms,
    logger: pino({ level: "silent" }),
  });
  const ask = (message: object) => connection.receive(JSON.stringify(message));
  const last = () => JSON.parse(sent.at(-1) ?? "null") as SocketMessage;
  return { ...hand, sent, closed, socket, clock, connection, ask, last };
}

describe("requests", () => {
  test("a ping is answered", async () => {
    const { ask, last } = setUp();
    await ask({ op: "ping" });
    expect(last()).toEqual({ type: "pong" });
  });

  test.each([
    "",
    "null",
    "[]",
    '{"op":"subscribe"}',
    '{"op":"subscribe","channel":"candles","marketId":1}',
    '{"op":"subscribe","channel":"depth","marketId":"1"}',
    '{"op":"subscribe","channel":"depth","marketId":1.5}',
    '{"op":"subscribe","channel":"depth","marketId":1,"extra":true}',
    '{"op":"publish"}',
  ])("%s is refused and the connection stays", async (text) => {
    const { connection, last, closed } = setUp();
    await connection.receive(text);
    expect(last()).toMatchObject({ type: "error", code: "BAD_MESSAGE" });
    expect(closed).toEqual([]);
  });

  test("an unknown market is an error, not a subscription", async () => {
    const { ask, last } = setUp();
    await ask({ op: "subscribe", channel: "depth", marketId: 101 });
    expect(last()).toMatchObject({ type: "error", code: "UNKNOWN_MARKET" });
  });

  test("subscribing again replaces the subscription", async () => {
    const { ask, sent, speak, listeners } = setUp();
    await ask({ op: "subscribe", channel: "depth", marketId: 1 });
    await ask({ op: "subscribe", channel: "depth", marketId: 1 });
    speak("depth:1", "delta");
    expect(sent).toEqual(["first", "first", "delta"]);
    expect(listeners("depth:1")).toBe(1);
  });

  test("after unsubscribing nothing comes any more", async () => {
    const { ask, sent, speak, last } = setUp();
    await ask({ op: "subscribe", channel: "trades", marketId: 2 });
    await ask({ op: "unsubscribe", channel: "trades", marketId: 2 });
    expect(last()).toEqual({ type: "unsubscribed", channel: "trades", marketId: 2 });
    const before = sent.length;
    speak("trades:2", "delta");
    expect(sent).toHaveLength(before);
  });
});

describe("limits", () => {
  test("subscriptions are bounded", async () => {
    const { ask, last } = setUp({ maxSubscriptions: 2 });
    for (const marketId of [1, 2, 3]) await ask({ op: "subscribe", channel: "depth", marketId });
    expect(last()).toMatchObject({ type: "error", code: "TOO_MANY_SUBSCRIPTIONS" });
  });

  test("too many messages in a window end the connection; a new window forgives", async () => {
    const { ask, closed, clock } = setUp({ maxRequests: 2, requestWindowMs: 1_000 });
    await ask({ op: "ping" });
    await ask({ op: "ping" });
    clock.ms = 1_000;
    await ask({ op: "ping" });
    expect(closed).toEqual([]);
    await ask({ op: "ping" });
    await ask({ op: "ping" });
    expect(closed).toEqual([CLOSE_POLICY]);
  });

  test("a slow client misses deltas and gets one snapshot when it has caught up", async () => {
    const { ask, sent, speak, socket } = setUp();
    await ask({ op: "subscribe", channel: "depth", marketId: 1 });
    socket.bufferedAmount = DEFAULT_LIMITS.softBufferBytes + 1;
    speak("depth:1", "delta 1");
    speak("depth:1", "delta 2");
    socket.bufferedAmount = 0;
    speak("depth:1", "delta 3");
    speak("depth:1", "delta 4");
    expect(sent).toEqual(["first", "snapshot:delta 3", "delta 4"]);
  });

  test("a client that is far too slow is dropped and leaves every topic", async () => {
    const { ask, speak, socket, closed, listeners } = setUp();
    await ask({ op: "subscribe", channel: "depth", marketId: 1 });
    await ask({ op: "subscribe", channel: "trades", marketId: 1 });
    socket.bufferedAmount = DEFAULT_LIMITS.hardBufferBytes + 1;
    speak("depth:1", "delta");
    expect(closed).toEqual([CLOSE_TRY_LATER]);
    expect(listeners("depth:1") + listeners("trades:1")).toBe(0);
  });

  test("a connection that closes while it subscribes leaves no listener behind", async () => {
    const { ask, connection, listeners } = setUp();
    const subscribing = ask({ op: "subscribe", channel: "depth", marketId: 1 });
    connection.close();
    await subscribing;
    expect(listeners("depth:1")).toBe(0);
  });
});
