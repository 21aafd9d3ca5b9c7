import { z } from "zod";
import { listBatchEvents } from "../db/batch-events.ts";
import { findBatch, listBatches } from "../db/batches.ts";
import { findProject, listProjects } from "../db/projects.ts";
import { listProposals } from "../db/proposals.ts";
import { readBatchSums } from "../db/reconciliation.ts";
import type { ApiDeps } from "../deps.ts";
import { batchDto, batchEventDto, pageOf, projectDto, proposalDto, proposalStatus } from "../http/dto.ts";
import { reconciliationDto } from "../http/extra-dto.ts";
import { bigNumber, noParams, noQuery, pageQuery, wholeNumber } from "../http/fields.ts";
import { notFound } from "../http/problem.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { reconcile } from "./reconcile.ts";

const TAG = "registry";
const projectIdField = wholeNumber(1, 999_999_999_999_999);
const batchParams = z.object({ id: bigNumber });

async function requireBatch({ db }: ApiDeps, id: string) {
  const batch = await findBatch(db, id);
  if (batch === null) throw notFound(`batch ${id}`);
  return batch;
}

function projectRoutes(deps: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/projects",
      tag: TAG,
      summary: "Registered projects",
      params: noParams,
      query: pageQuery(100, 500),
      response: pageOf(projectDto),
      handle: ({ query }) => listProjects(deps.db, query),
    }),
    defineRoute({
      path: "/api/v1/projects/:id",
      tag: TAG,
      summary: "One project",
      params: z.object({ id: projectIdField }),
      query: noQuery,
      response: projectDto,
      problems: [404],
      handle: async ({ params }) => {
        const project = await findProject(deps.db, params.id);
        if (project === null) throw notFound(`project ${params.id}`);
        return project;
      },
    }),
    defineRoute({
      path: "/api/v1/proposals",
      tag: TAG,
      summary: "Issuance proposals, newest first",
      params: noParams,
      query: pageQuery(100, 500).extend({ projectId: projectIdField.optional(), status: proposalStatus.optional() }),
      response: pageOf(proposalDto),
      handle: ({ query }) => listProposals(deps.db, { projectId: query.projectId, status: query.status }, query),
    }),
  ];
}

/** Projects, proposals and batches. */
export function registryRoutes(deps: ApiDeps): Route[] {
  return [
    ...projectRoutes(deps),
    defineRoute({
      path: "/api/v1/batches",
      tag: TAG,
      summary: "Issued batches and where their units are",
      params: noParams,
      query: pageQuery(100, 500).extend({ projectId: projectIdField.optional() }),
      response: pageOf(batchDto),
      handle: ({ query }) => listBatches(deps.db, query.projectId, query),
    }),
    defineRoute({
      path: "/api/v1/batches/:id",
      tag: TAG,
      summary: "One batch",
      params: batchParams,
      query: noQuery,
      response: batchDto,
      problems: [404],
      handle: ({ params }) => requireBatch(deps, params.id),
    }),
    defineRoute({
      path: "/api/v1/batches/:id/events",
      tag: TAG,
      summary: "The whole history of a batch in chain order",
      params: batchParams,
      query: pageQuery(100, 500),
      response: pageOf(batchEventDto),
      problems: [404],
      handle: async ({ params, query }) => {
        await requireBatch(deps, params.id);
        return listBatchEvents(deps.db, params.id, query);
      },
    }),
    defineRoute({
      path: "/api/v1/batches/:id/reconciliation",
      tag: TAG,
      summary: "issued = circulating + escrowed + retired + cancelled, and the block it is true at",
      params: batchParams,
      query: noQuery,
      response: reconciliationDto,
      problems: [404],
      handle: async ({ params }) => {
        const sums = await readBatchSums(deps.db, params.id);
        if (sums === null) throw notFound(`batch ${params.id}`);
        return reconcile(params.id, sums);
      },
    }),
  ];
}
