import type { ApiDeps } from "../deps.ts";
import type { Route } from "../http/route.ts";
import { accountRoutes } from "./accounts.ts";
import { complianceRoutes } from "./compliance.ts";
import { marketRoutes } from "./markets.ts";
import { operationRoutes } from "./operations.ts";
import { quantRoutes } from "./quant.ts";
import { registryRoutes } from "./registry.ts";
import { retirementRoutes } from "./retirements.ts";
import { waitingOrderRoutes } from "./waiting-orders.ts";

/** The route table: what is served, documented and validated. */
export function allRoutes(deps: ApiDeps): Route[] {
  return [
    ...operationRoutes(deps),
    ...marketRoutes(deps),
    ...quantRoutes(deps),
    ...accountRoutes(deps),
    ...waitingOrderRoutes(deps),
    ...registryRoutes(deps),
    ...retirementRoutes(deps),
    ...complianceRoutes(deps),
  ];
}
