import type { SocketMessage, SocketRequest } from "@carbonxchange/sdk";
import type { Logger } from "pino";
import type { ChannelName, MarketFeed, Subscriber } from "./market-feed.ts";
import { parseSocketRequest } from "./socket-request.ts";

/** The part of a WebSocket that a connection needs. */
export type SocketLike = {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
};

export type ConnectionLimits = {
  maxSubscriptions: number;
  /** Messages a client may send per window. */
  maxRequests: number;
  requestWindowMs: number;
  /** Above this deltas are held back and replaced by one snapshot later. */
  softBufferBytes: number;
  /** Above this the client is dropped. */
  hardBufferBytes: number;
};

export const DEFAULT_LIMITS: ConnectionLimits = {
  maxSubscriptions: 64,
  maxRequests: 100,
  requestWindowMs: 10_000,
  softBufferBytes: 256 * 1_024,
  hardBufferBytes: 1_024 * 1_024,
};

/** Close codes of RFC 6455 (1008 policy violation) and its registry (1013 try again later). */
export const CLOSE_POLICY = 1008;
export const CLOSE_TRY_LATER = 1013;

/** Serves one client. */
export type Connection = { receive(text: string): Promise<void>; close(): void };

/** Creates the server's side of one client's connection: requests in, market data out, with every limit enforced. */
export function createConnection(options: {
  socket: SocketLike;
  feed: MarketFeed;
  limits: ConnectionLimits;
  nowMs: () => number;
  logger: Logger;
}): Connection {
  const { socket, feed, limits, nowMs, logger } = options;
  const leaves = new Map<string, () => void>();
  const wanted = new Map<string, symbol>();
  let windowStartMs = nowMs();
  let requests = 0;
  let open = true;

  const send = (message: SocketMessage): void => {
    if (open) socket.send(JSON.stringify(message));
  };
  const fail = (code: string, message: string): void => send({ type: "error", code, message });
  const close = (): void => {
    open = false;
    wanted.clear();
    for (const leave of leaves.values()) leave();
    leaves.clear();
  };
  const drop = (code: number, reason: string): void => {
    close();
    socket.close(code, reason);
  };

  const subscriber = (): Subscriber => {
    let stale = false;
    return {
      take: (message, snapshot) => {
        if (!open) return;
        if (socket.bufferedAmount > limits.hardBufferBytes) return drop(CLOSE_TRY_LATER, "too slow");
        if (socket.bufferedAmount > limits.softBufferBytes) {
          stale = true;
          return;
        }
        socket.send(stale ? snapshot().text : message.text);
        stale = false;
      },
    };
  };
  const unsubscribe = (key: string): void => {
    wanted.delete(key);
    leaves.get(key)?.();
    leaves.delete(key);
  };
  const subscribe = async (channel: ChannelName, marketId: number): Promise<void> => {
    const key = `${channel}:${marketId}`;
    unsubscribe(key);
    if (wanted.size >= limits.maxSubscriptions)
      return fail("TOO_MANY_SUBSCRIPTIONS", `at most ${limits.maxSubscriptions}`);
    const ticket = Symbol(key);
    wanted.set(key, ticket);
    const leave = await feed.subscribe(channel, marketId, subscriber());
    if (leave === false) {
      wanted.delete(key);
      fail("UNKNOWN_MARKET", `market ${marketId} does not exist`);
    } else if (wanted.get(key) === ticket) leaves.set(key, leave);
    else leave(); // unsubscribed, subscribed again or closed meanwhile
  };
  const handle = async (request: SocketRequest): Promise<void> => {
    if (request.op === "ping") return send({ type: "pong" });
    const { channel, marketId } = request;
    if (request.op === "subscribe") return subscribe(channel, marketId);
    unsubscribe(`${channel}:${marketId}`);
    send({ type: "unsubscribed", channel, marketId });
  };
  const overLimit = (): boolean => {
    if (nowMs() - windowStartMs >= limits.requestWindowMs) {
      windowStartMs = nowMs();
      requests = 0;
    }
    requests += 1;
    return requests > limits.maxRequests;
  };

  return {
    close,
    receive: async (text) => {
      if (!open) return;
      if (overLimit()) return drop(CLOSE_POLICY, "too many messages");
      const request = parseSocketRequest(text);
      if (!request.ok) return fail("BAD_MESSAGE", request.error);
      try {
        await handle(request.value);
      } catch (error) {
        logger.warn({ err: error }, "socket request failed");
        fail("UNAVAILABLE", "market data is not available now, try again");
      }
    },
  };
}
