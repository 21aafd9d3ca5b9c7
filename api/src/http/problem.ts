import type { Problem } from "@carbonxchange/sdk";

/** What can go wrong at the door: code -> HTTP status and title. `type` of the problem document is the code as a URN. */
export const PROBLEMS = {
  BAD_REQUEST: { status: 400, title: "The request is not valid" },
  NOT_FOUND: { status: 404, title: "There is no such thing" },
  METHOD_NOT_ALLOWED: { status: 405, title: "This route is read with GET" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  UNPROCESSABLE: { status: 422, title: "There is too little data to answer" },
  TOO_MANY_REQUESTS: { status: 429, title: "Too many requests" },
  INTERNAL: { status: 500, title: "Something went wrong here" },
  NOT_READY: { status: 503, title: "The service is not ready" },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export type FieldFault = { field: string; message: string };

/** An answer that is a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly faults: FieldFault[];

  constructor(code: ProblemCode, options: { detail?: string; faults?: FieldFault[]; cause?: unknown } = {}) {
    super(options.detail ?? PROBLEMS[code].title, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.faults = options.faults ?? [];
  }
}

/** A thing that was asked for by name and is not there. */
export function notFound(what: string): ProblemError {
  return new ProblemError("NOT_FOUND", { detail: `${what} does not exist` });
}

/** The document of a problem. */
export function problemDocument(error: ProblemError, requestId: string): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: `urn:carbonxchange:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    requestId,
    ...(error.faults.length === 0 ? {} : { errors: error.faults }),
  };
}
