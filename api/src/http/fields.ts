import { extendZodWithOpenApi } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";

extendZodWithOpenApi(z);

/** A whole number in a path or query. Plain digits only: no sign, point, exponent or space. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .openapi({ type: "integer", minimum: min, maximum: max });
}

/** An on-chain number (up to 256 bits) as digits in a path or query. */
export const bigNumber = z
  .string()
  .regex(/^\d{1,78}$/, "must be a whole number in digits")
  .transform((digits) => BigInt(digits).toString())
  .openapi({ type: "string", pattern: "^\\d{1,78}$", example: "340282366920938463463374607431768211457" });

/** An address in a path or query, in any case; becomes lower case. */
export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "must be an address: 0x and 40 hex digits")
  .transform((text) => text.toLowerCase() as `0x${string}`)
  .openapi({ type: "string", pattern: "^0x[0-9a-fA-F]{40}$" });

export const marketIdField = wholeNumber(1, 4_294_967_295);
export const noParams = z.object({});
export const noQuery = z.object({});

/** `limit` and `cursor` of a paged list. */
export function pageQuery(defaultLimit: number, maxLimit: number) {
  return z.object({
    limit: wholeNumber(1, maxLimit)
      .optional()
      .transform((limit) => limit ?? defaultLimit),
    cursor: z.string().max(400).optional().openapi({ description: "nextCursor of the page before" }),
  });
}
