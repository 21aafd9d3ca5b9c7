import { z } from "zod";
import "../http/fields.ts";

export const screeningDto = z
  .object({
    lists: z.array(z.object({ source: z.string(), sha256: z.string(), parties: z.int() })),
    threshold: z.number(),
    hits: z.array(
      z.object({
        source: z.string(),
        reference: z.string(),
        listedName: z.string(),
        score: z.number(),
        matches: z.array(z.looseObject({})).openapi({ description: "which words were held against which" }),
        birthYear: z.enum(["agrees", "differs", "unknown"]),
      }),
    ),
  })
  .openapi("Screening");

export const auditRootDto = z
  .object({
    size: z.string().regex(/^\d+$/),
    root: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .openapi({ description: "Merkle root over the audit log (RFC 6962 hashing)" }),
  })
  .openapi("AuditRoot");
