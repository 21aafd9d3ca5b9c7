import type { RequestHandler } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ProblemError } from "./problem.ts";

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** Counts requests per address; loopback has an allowance of its own. Refuses with 429 and Retry-After. */
export function rateLimit(settings: { points: number; loopbackPoints: number; seconds: number }): RequestHandler {
  const remote = new RateLimiterMemory({ points: settings.points, duration: settings.seconds });
  const loopback = new RateLimiterMemory({ points: settings.loopbackPoints, duration: settings.seconds });
  return async (request, response, next) => {
    const address = request.ip ?? "unknown";
    try {
      await (LOOPBACK.test(address) ? loopback : remote).consume(address);
      next();
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      response.setHeader("Retry-After", String(seconds));
      next(new ProblemError("TOO_MANY_REQUESTS", { detail: `try again in ${seconds} s` }));
    }
  };
}
