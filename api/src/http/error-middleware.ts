import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { PROBLEMS, ProblemError, problemDocument } from "./problem.ts";
import { requestIdOf } from "./request-context.ts";

/** Writes a problem document. */
export function sendProblem(response: Response, problem: ProblemError): void {
  const { status } = PROBLEMS[problem.code];
  response
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify(problemDocument(problem, requestIdOf(response))));
}

/** Errors of express and its parsers, by their own codes. */
function translate(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const { type, status } = (typeof error === "object" && error !== null ? error : {}) as {
    type?: unknown;
    status?: unknown;
  };
  if (type === "entity.too.large") return new ProblemError("BODY_TOO_LARGE", { cause: error });
  if (status === 400) return new ProblemError("BAD_REQUEST", { detail: "the request cannot be read", cause: error });
  return new ProblemError("INTERNAL", { cause: error });
}

/** The one place where errors become answers. An unknown error is logged with the request id and answered without detail. */
export function errorMiddleware(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = translate(error);
    if (problem.code === "INTERNAL") logger.error({ err: error, requestId: requestIdOf(response) }, "request failed");
    if (response.headersSent) next(error);
    else sendProblem(response, problem);
  };
}

/** Answers what no route took. */
export const unknownRoute: RequestHandler = (request) => {
  throw new ProblemError("NOT_FOUND", { detail: `there is no route ${request.path}` });
};
