import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { DEFAULT_LIMITS, createConnection } from "./connection.ts";
import type { ConnectionLimits } from "./connection.ts";
import type { MarketFeed } from "./market-feed.ts";

export const SOCKET_PATH = "/api/v1/ws";

export type SocketSettings = {
  maxConnections: number;
  maxPayloadBytes: number;
  pingPeriodMs: number;
  limits: ConnectionLimits;
};

const DEFAULTS: SocketSettings = {
  maxConnections: 20_000,
  maxPayloadBytes: 4_096,
  pingPeriodMs: 20_000,
  limits: DEFAULT_LIMITS,
};

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Ends clients that did not answer the last ping, then pings the others. */
function sweep(answered: Map<WebSocket, boolean>): void {
  for (const [socket, alive] of answered) {
    if (!alive) socket.terminate();
    else {
      answered.set(socket, false);
      socket.ping();
    }
  }
}

/** Serves WebSockets on the server's /api/v1/ws. The returned function ends every connection (1001) and stops. */
export function attachSockets(
  server: Server,
  deps: { feed: MarketFeed; nowMs: () => number; logger: Logger },
  settings: Partial<SocketSettings> = {},
): () => void {
  const { maxConnections, maxPayloadBytes, pingPeriodMs, limits } = { ...DEFAULTS, ...settings };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes, perMessageDeflate: false });
  const answered = new Map<WebSocket, boolean>();

  const serve = (socket: WebSocket): void => {
    const connection = createConnection({ socket, limits, ...deps });
    answered.set(socket, true);
    socket.on("pong", () => answered.set(socket, true));
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) socket.close(1003, "text only");
      else void connection.receive(data.toString("utf8"));
    });
    socket.on("error", (error) => deps.logger.debug({ err: error }, "socket error"));
    socket.on("close", () => {
      answered.delete(socket);
      connection.close();
    });
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const path = (request.url ?? "").split("?")[0];
    if (path !== SOCKET_PATH) return refuse(socket, "404 Not Found");
    if (answered.size >= maxConnections) return refuse(socket, "503 Service Unavailable");
    sockets.handleUpgrade(request, socket, head, serve);
  };
  server.on("upgrade", onUpgrade);
  const pings = setInterval(() => sweep(answered), pingPeriodMs);
  pings.unref();
  return () => {
    clearInterval(pings);
    server.off("upgrade", onUpgrade);
    for (const socket of answered.keys()) socket.close(1001, "going away");
    sockets.close();
  };
}
