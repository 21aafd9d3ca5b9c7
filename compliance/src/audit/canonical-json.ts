import { ComplianceError } from "../errors.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * The one text of a JSON value: RFC 8785 (keys sorted by UTF-16 code units, ECMAScript numbers, no white space). Throws
 * NOT_CANONICAL on what JSON cannot say: NaN, infinities, undefined, and lone surrogates.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new ComplianceError("NOT_CANONICAL", String(value));
    return JSON.stringify(value);
  }
  if (typeof value === "string") return canonicalString(value);
  if (isList(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value !== "object") throw new ComplianceError("NOT_CANONICAL", typeof value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new ComplianceError("NOT_CANONICAL", "a text with a lone surrogate");
  return JSON.stringify(text);
}
