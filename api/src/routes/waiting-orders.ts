import type { ConditionalStatus, ParentStatus } from "@carbonxchange/sdk";
import { z } from "zod";
import { listConditionals, listParents, listSlices } from "../db/waiting-orders.ts";
import type { ApiDeps } from "../deps.ts";
import { pageOf } from "../http/dto.ts";
import { addressField, bigNumber, marketIdField, noParams, pageQuery } from "../http/fields.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { conditionalDto, conditionalStatus, parentDto, parentStatus, sliceDto } from "../http/waiting-dto.ts";

const WAITING: readonly ConditionalStatus[] = ["WAITING"];
const WORKING: readonly ParentStatus[] = ["WORKING"];

const query = <Status extends string>(statuses: readonly Status[]) =>
  pageQuery(50, 500).extend({
    owner: addressField.optional(),
    marketId: marketIdField.optional(),
    status: z.enum(["live", ...statuses]).optional(),
  });

/** The statuses a filter means; undefined for all. */
function wanted<Status extends string>(
  status: "live" | Status | undefined,
  live: readonly Status[],
): readonly Status[] | undefined {
  if (status === undefined) return undefined;
  return status === "live" ? live : [status];
}

/** Orders that wait for a price or are worked off over time. */
export function waitingOrderRoutes({ db }: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/conditional-orders",
      tag: "accounts",
      summary: "Orders that wait for a price, newest first; status live means WAITING",
      params: noParams,
      query: query(conditionalStatus.options),
      response: pageOf(conditionalDto),
      handle: ({ query: { owner, marketId, status, ...page } }) =>
        listConditionals(db, { owner, marketId, statuses: wanted<ConditionalStatus>(status, WAITING) }, page),
    }),
    defineRoute({
      path: "/api/v1/sliced-orders",
      tag: "accounts",
      summary: "Orders that are worked off in slices, newest first; status live means WORKING",
      params: noParams,
      query: query(parentStatus.options),
      response: pageOf(parentDto),
      handle: ({ query: { owner, marketId, status, ...page } }) =>
        listParents(db, { owner, marketId, statuses: wanted<ParentStatus>(status, WORKING) }, page),
    }),
    defineRoute({
      path: "/api/v1/sliced-orders/:id/slices",
      tag: "accounts",
      summary: "Executions of an order's slices, oldest first",
      params: z.object({ id: bigNumber }),
      query: pageQuery(100, 1000),
      response: pageOf(sliceDto),
      handle: ({ params, query: page }) => listSlices(db, params.id, page),
    }),
  ];
}
