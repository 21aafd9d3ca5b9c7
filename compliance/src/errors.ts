/** Failures of the compliance library. */
export const COMPLIANCE_ERRORS = {
  BAD_PARAMETER: { meaning: "a parameter lies outside its range" },
  NOT_CANONICAL: { meaning: "the value has no canonical JSON form" },
  BAD_LIST: { meaning: "a sanctions list is malformed" },
  MIGRATION_CHANGED: { meaning: "an applied migration differs from its file" },
  BROKEN_LOG: { meaning: "the audit log contradicts itself" },
} as const;

export type ComplianceErrorCode = keyof typeof COMPLIANCE_ERRORS;

/** An error of the table above. `line` is set for list files, counting from one. */
export class ComplianceError extends Error {
  readonly code: ComplianceErrorCode;
  readonly line: number | null;

  constructor(code: ComplianceErrorCode, detail: string, at: { line?: number } = {}) {
    super(`${COMPLIANCE_ERRORS[code].meaning}: ${detail}`);
    this.name = "ComplianceError";
    this.code = code;
    this.line = at.line ?? null;
  }
}
