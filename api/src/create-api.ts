import type { Server } from "node:http";
import express from "express";
import type { Express } from "express";
import helmet from "helmet";
import type { ApiDeps } from "./deps.ts";
import { accessLog } from "./http/access-log.ts";
import { cors } from "./http/cors.ts";
import { docsRouter } from "./http/docs.ts";
import { errorMiddleware, unknownRoute } from "./http/error-middleware.ts";
import { mountRoutes } from "./http/mount.ts";
import { openApiDocument } from "./http/openapi.ts";
import { rateLimit } from "./http/rate-limit.ts";
import { requestIds } from "./http/request-context.ts";
import { allRoutes } from "./routes/all-routes.ts";
import { attachSockets } from "./sockets/attach-sockets.ts";
import type { SocketSettings } from "./sockets/attach-sockets.ts";
import { STREAM_PATH, eventStream } from "./sockets/event-stream.ts";
import { createMarketFeed } from "./sockets/market-feed.ts";
import type { MarketFeed } from "./sockets/market-feed.ts";

const MAX_BODY = "64kb";

export type Api = {
  app: Express;
  feed: MarketFeed;
  /** Serves WebSockets on a server; the returned function ends them. */
  attachSockets(server: Server, settings?: Partial<SocketSettings>): () => void;
};

/** Builds the API from its dependencies. It listens nowhere and starts nothing by itself. */
export function createApi(deps: ApiDeps): Api {
  const { logger, nowMs, newId, settings } = deps;
  const feed = createMarketFeed({ db: deps.db, periodMs: settings.feedPeriodMs, newEpoch: newId, logger });
  const routes = allRoutes(deps);
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", settings.trustProxies);
  app.set("query parser", "simple");
  app.use(requestIds(newId));
  app.use(accessLog(logger, nowMs));
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  );
  app.use(cors(settings.corsOrigins));
  app.use(rateLimit(settings.rateLimit));
  app.use(express.json({ limit: MAX_BODY, type: () => true }));
  app.use("/api", docsRouter(openApiDocument(routes)));
  app.get(STREAM_PATH, eventStream(feed));
  app.use(mountRoutes(routes));
  app.use(unknownRoute);
  app.use(errorMiddleware(logger));
  return { app, feed, attachSockets: (server, options) => attachSockets(server, { feed, nowMs, logger }, options) };
}
