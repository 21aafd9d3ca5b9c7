import { Router } from "express";
import { ProblemError } from "./problem.ts";
import type { Route } from "./route.ts";

/** Serves every row of the table; other methods on its paths are refused with 405. */
export function mountRoutes(routes: readonly Route[]): Router {
  const router = Router();
  for (const route of routes) {
    router
      .route(route.path)
      .get(async (request, response) => {
        const answer = await route.run(request.params, request.query);
        response.setHeader("Cache-Control", "no-cache");
        response.json(answer);
      })
      .all((_request, response) => {
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
        throw new ProblemError("METHOD_NOT_ALLOWED");
      });
  }
  return router;
}
