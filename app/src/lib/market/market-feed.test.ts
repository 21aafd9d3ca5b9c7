import { expect, test } from "vitest";
import { EMPTY_BOOK } from "./depth-book.ts";
import { MarketFeed } from "./market-feed.svelte.ts";

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  readonly sent: unknown[] = [];

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(new Event("close"));
  }

  open() {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  say(message: object) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }
}

function start() {
  const sockets: FakeSocket[] = [];
  const feed = new MarketFeed({
    marketId: 1,
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    nowMs: () => 1_000,
    nextFrame: (commit) => commit(),
  });
  const stop = feed.start();
  const [socket] = sockets;
  if (!socket) throw new Error("no socket was opened");
  socket.open();
  return { feed, socket, sockets, stop };
}

const level = (priceTicks: number, lots: string) => ({ priceTicks, lots, orders: 1 });
const depth = { channel: "depth", marketId: 1, epoch: "a", block: "9", bids: [level(1240, "5")], asks: [] };
const depthAsked = { op: "subscribe", channel: "depth", marketId: 1 };

test("subscribes when the socket opens and is live with the first snapshot", () => {
  const { feed, socket, stop } = start();
  expect(socket.sent).toEqual([depthAsked, { op: "subscribe", channel: "trades", marketId: 1 }]);
  expect(feed.status).toBe("CONNECTING");
  socket.say({ type: "snapshot", seq: 3, ...depth });
  expect(feed.status).toBe("LIVE");
  expect(feed.book.bids.get(1240)).toBe(5n);
  stop();
});

test("asks anew after a gap and takes no delta until the next snapshot", () => {
  const { feed, socket, stop } = start();
  socket.say({ type: "snapshot", seq: 3, ...depth });
  socket.say({ type: "delta", seq: 6, prev: 5, ...depth, bids: [level(1, "1")] });
  expect(socket.sent.filter((request) => JSON.stringify(request) === JSON.stringify(depthAsked))).toHaveLength(2);
  socket.say({ type: "delta", seq: 7, prev: 6, ...depth, bids: [level(2, "1")] });
  expect([...feed.book.bids.keys()]).toEqual([1240]);
  socket.say({ type: "snapshot", seq: 9, ...depth, bids: [level(1230, "2")] });
  expect([...feed.book.bids.keys()]).toEqual([1230]);
  stop();
});

test("takes the contract's book only while the socket is out of step", () => {
  const { feed, socket, stop } = start();
  feed.takeFromChain({ ...EMPTY_BOOK, bids: new Map([[1200, 7n]]) });
  expect(feed.status).toBe("CHAIN");
  expect(feed.book.bids.get(1200)).toBe(7n);
  socket.say({ type: "snapshot", seq: 3, ...depth });
  feed.takeFromChain({ ...EMPTY_BOOK, bids: new Map([[1200, 7n]]) });
  expect(feed.book.bids.has(1200)).toBe(false);
  socket.close();
  expect(feed.status).toBe("CONNECTING");
  feed.takeFromChain({ ...EMPTY_BOOK, bids: new Map([[1100, 7n]]) });
  expect(feed.book.bids.has(1100)).toBe(true);
  stop();
});

test("trades come once each, newest first, and a gap asks for them anew", () => {
  const { feed, socket, stop } = start();
  const trade = (id: string, timestamp: number) => ({ id, timestamp, priceTicks: 1, lots: "1" });
  const channel = { channel: "trades", marketId: 1, epoch: "a" };
  socket.say({ type: "snapshot", seq: 1, ...channel, trades: [trade("x", 10)] });
  socket.say({ type: "delta", seq: 2, prev: 1, ...channel, trades: [trade("y", 20), trade("x", 10)] });
  expect(feed.trades.map(({ id }) => id)).toEqual(["y", "x"]);
  socket.say({ type: "delta", seq: 9, prev: 8, ...channel, trades: [trade("z", 30)] });
  expect(socket.sent.at(-1)).toEqual({ op: "subscribe", channel: "trades", marketId: 1 });
  stop();
});
