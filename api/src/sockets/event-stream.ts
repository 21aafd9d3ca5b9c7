import type { RequestHandler, Response } from "express";
import { z } from "zod";
import { marketIdField } from "../http/fields.ts";
import { ProblemError, notFound } from "../http/problem.ts";
import type { MarketFeed } from "./market-feed.ts";

export const STREAM_PATH = "/api/v1/stream";
export const streamQuery = z.strictObject({ channel: z.enum(["depth", "trades"]), marketId: marketIdField });

const HEARTBEAT_MS = 15_000;
const MAX_BUFFER_BYTES = 1_024 * 1_024;

function parseQuery(query: unknown): z.output<typeof streamQuery> {
  const parsed = streamQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => ({
    field: issue.path.join(".") || "query",
    message: issue.message,
  }));
  throw new ProblemError("BAD_REQUEST", { faults });
}

/** Writes one event; a reader that is too slow is ended and comes back for a snapshot. */
function writeEvent(response: Response, message: { text: string; id: string }): void {
  if (!response.headersSent) {
    response.writeHead(200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    });
    response.write("retry: 1000\n\n");
  }
  if (response.writableLength > MAX_BUFFER_BYTES) response.end();
  else response.write(`id: ${message.id}\ndata: ${message.text}\n\n`);
}

/** The socket's messages as server-sent events, for networks without WebSocket: one channel of one market per request. */
export function eventStream(feed: MarketFeed): RequestHandler {
  return async (request, response) => {
    const { channel, marketId } = parseQuery(request.query);
    const leave = await feed.subscribe(channel, marketId, { take: (message) => writeEvent(response, message) });
    if (leave === false) throw notFound(`market ${marketId}`);
    const heartbeat = setInterval(() => response.write(": alive\n\n"), HEARTBEAT_MS);
    response.on("close", () => {
      clearInterval(heartbeat);
      leave();
    });
    if (response.closed) response.emit("close"); // the reader left while the snapshot was read
  };
}
