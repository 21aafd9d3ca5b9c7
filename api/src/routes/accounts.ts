import type { OrderStatus } from "@carbonxchange/sdk";
import { z } from "zod";
import { listBalances } from "../db/balances.ts";
import { listOrders } from "../db/orders.ts";
import type { ApiDeps } from "../deps.ts";
import { balanceDto, orderDto, orderStatus, pageOf } from "../http/dto.ts";
import { addressField, marketIdField, noParams, noQuery, pageQuery } from "../http/fields.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";

const LIVE: readonly OrderStatus[] = ["OPEN", "DEFERRED"];

/** Orders and balances of accounts. */
export function accountRoutes(deps: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/orders",
      tag: "accounts",
      summary: "Orders, newest first; status live means OPEN or DEFERRED",
      params: noParams,
      query: pageQuery(50, 500).extend({
        owner: addressField.optional(),
        marketId: marketIdField.optional(),
        status: z.enum(["live", ...orderStatus.options]).optional(),
      }),
      response: pageOf(orderDto),
      handle: ({ query }) => {
        const { owner, marketId, status } = query;
        const statuses = status === undefined ? undefined : status === "live" ? LIVE : [status];
        return listOrders(deps.db, { owner, marketId, statuses }, query);
      },
    }),
    defineRoute({
      path: "/api/v1/accounts/:address/balances",
      tag: "accounts",
      summary: "Vault and wallet balances; asset 0 is a batch that is not listed on the exchange",
      params: z.object({ address: addressField }),
      query: noQuery,
      response: pageOf(balanceDto),
      handle: async ({ params }) => {
        const creditToken = deps.deployment.contracts.carbonCredits.address.toLowerCase();
        return { items: await listBalances(deps.db, params.address, creditToken), nextCursor: null };
      },
    }),
  ];
}
