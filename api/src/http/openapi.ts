import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { problemDto } from "./dto.ts";
import { PROBLEMS } from "./problem.ts";
import type { Route } from "./route.ts";

const TITLES = new Map<number, string>(Object.values(PROBLEMS).map(({ status, title }) => [status, title]));

/** express ":id" as OpenAPI "{id}". */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

/** The OpenAPI 3.1 document of the route table; the same schemas validate. */
export function openApiDocument(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  for (const route of routes) {
    const problems = [...new Set([400, ...route.problems, 429, 500])].map((status) => [
      status,
      { description: TITLES.get(status) ?? "Problem", content: { "application/problem+json": { schema: problemDto } } },
    ]);
    registry.registerPath({
      method: "get",
      path: openApiPath(route.path),
      tags: [route.tag],
      summary: route.summary,
      request: { params: route.params, query: route.query },
      responses: {
        200: { description: "Answer", content: { "application/json": { schema: route.response } } },
        ...(Object.fromEntries(problems) as Record<string, never>),
      },
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "CarbonXchange API",
      version: "1",
      description:
        "Market data, registry and audit views of the exchange. On-chain amounts are decimal strings, prices ticks, times " +
        "unix seconds, addresses lower case. Live data: WebSocket at /api/v1/ws, server-sent events at /api/v1/stream.",
    },
    servers: [{ url: "/" }],
  });
}
