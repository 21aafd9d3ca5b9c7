import { DEFAULT_THRESHOLD } from "@carbonxchange/compliance";
import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { noParams, noQuery, wholeNumber } from "../http/fields.ts";
import { ProblemError } from "../http/problem.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { auditRootDto, screeningDto } from "../screening/screening-dto.ts";

/** Name screening and the audit log's root. */
export function complianceRoutes({ compliance }: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/screening",
      tag: "compliance",
      summary: "Screens a name against the loaded sanctions lists; nothing of the question is kept",
      params: noParams,
      query: z.object({
        name: z.string().trim().min(2, "must have at least 2 characters").max(200),
        birthYear: wholeNumber(1_850, 2_100).optional(),
        limit: wholeNumber(1, 50).optional(),
      }),
      response: screeningDto,
      problems: [503],
      handle: ({ query }) => {
        const { name, birthYear, limit = 20 } = query;
        const { lists } = compliance.desk;
        if (lists.length === 0) throw new ProblemError("NOT_READY", { detail: "no sanctions list is loaded" });
        const options = birthYear === undefined ? { limit } : { limit, birthYear };
        return Promise.resolve({
          lists: [...lists],
          threshold: DEFAULT_THRESHOLD,
          hits: compliance.desk.screen(name, options),
        });
      },
    }),
    defineRoute({
      path: "/api/v1/audit/root",
      tag: "compliance",
      summary: "Size and Merkle root of the audit log",
      params: noParams,
      query: noQuery,
      response: auditRootDto,
      handle: async () => {
        const { size, root } = await compliance.auditRoot();
        return { size: String(size), root };
      },
    }),
  ];
}
