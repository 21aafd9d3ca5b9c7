import type { RequestHandler } from "express";

/** Lets browsers on the listed origins read; "*" lists all. Preflights end here. */
export function cors(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.get("origin");
    response.vary("Origin");
    if (origin !== undefined && (origins.includes(origin) || origins.includes("*"))) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
    }
    if (request.method !== "OPTIONS") return next();
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type, X-Request-Id");
    response.setHeader("Access-Control-Max-Age", "600");
    response.status(204).end();
  };
}
