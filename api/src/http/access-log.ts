import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { requestIdOf } from "./request-context.ts";

/** One line per answered request: what, how it ended, how long it took. Query values are left out. */
export function accessLog(logger: Logger, nowMs: () => number): RequestHandler {
  return (request, response, next) => {
    const startedMs = nowMs();
    const { method, path } = request;
    response.on("finish", () => {
      const entry = {
        method,
        path,
        status: response.statusCode,
        ms: nowMs() - startedMs,
        requestId: requestIdOf(response),
      };
      logger.debug(entry, "request");
    });
    next();
  };
}
