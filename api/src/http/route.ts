import type { z } from "zod";
import { ProblemError } from "./problem.ts";
import type { FieldFault } from "./problem.ts";

/** One row of the route table: what it takes, what it gives, and who answers. */
export type RouteSpec<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> = {
  /** Path in express form, "/api/v1/markets/:id". */
  path: string;
  tag: string;
  summary: string;
  params: P;
  query: Q;
  response: R;
  /** Problems it may answer with besides a bad request. */
  problems?: readonly number[];
  handle(input: { params: z.output<P>; query: z.output<Q> }): Promise<z.input<R>>;
};

/** A route with its types forgotten: raw input in, checked answer out. */
export type Route = {
  path: string;
  tag: string;
  summary: string;
  params: z.ZodObject;
  query: z.ZodObject;
  response: z.ZodType;
  problems: readonly number[];
  run(params: unknown, query: unknown): Promise<unknown>;
};

function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { ok: true; value: z.output<T> } | { ok: false; faults: FieldFault[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((field) => ({ field, message: "is not a parameter of this route" }))
      : [{ field: issue.path.join(".") || "query", message: issue.message }],
  );
  return { ok: false, faults };
}

/** Makes a route of a row of the table. `run` throws `ProblemError` BAD_REQUEST that names every field at fault. */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  spec: RouteSpec<P, Q, R>,
): Route {
  const params = spec.params;
  const query = spec.query.strict();
  return {
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    params,
    query,
    response: spec.response,
    problems: spec.problems ?? [],
    run: async (rawParams, rawQuery) => {
      const checkedParams = check(params, rawParams);
      const checkedQuery = check(query, rawQuery);
      if (!checkedParams.ok || !checkedQuery.ok) {
        const faults = [checkedParams, checkedQuery].flatMap((each) => (each.ok ? [] : each.faults));
        throw new ProblemError("BAD_REQUEST", { faults });
      }
      // Strictness only forbids unknown keys; the checked value has the shape the row declared.
      return spec.handle({ params: checkedParams.value, query: checkedQuery.value as z.output<Q> });
    },
  };
}
