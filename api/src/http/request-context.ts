import type { NextFunction, Request, RequestHandler, Response } from "express";

const ACCEPTED_ID = /^[\w.-]{1,64}$/;

/** Gives every request an id (the caller's X-Request-Id when it is well formed) and echoes it. */
export function requestIds(newId: () => string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const given = request.get("x-request-id");
    const id = given !== undefined && ACCEPTED_ID.test(given) ? given : newId();
    response.locals["requestId"] = id;
    response.setHeader("X-Request-Id", id);
    next();
  };
}

/** The id of the request behind a response. */
export function requestIdOf(response: Response): string {
  const id: unknown = response.locals["requestId"];
  return typeof id === "string" ? id : "unknown";
}
