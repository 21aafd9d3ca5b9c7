import { Router } from "express";
import type { RequestHandler } from "express";
import helmet from "helmet";
import swaggerUi from "swagger-ui-express";

/** Swagger UI brings its own scripts; its page has inline styles and data images. */
const docsPolicy: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "data:"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'self'"],
    },
  },
});

/** The document and a page to read it, both served from here alone. */
export function docsRouter(document: object): Router {
  const router = Router();
  router.get("/openapi.json", (_request, response) => {
    response.json(document);
  });
  router.use("/docs", docsPolicy, swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: "CarbonXchange API" }));
  return router;
}
