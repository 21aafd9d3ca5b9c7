/** An expected outcome as a value: what was asked for, or why it cannot be had. */
export type Result<T, E = string> = { ok: true; value: T } | { ok: false; error: E };

/** A successful `Result`. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A failed `Result`; `error` says what is wrong in words a user can act on, unless the caller chose a richer type. */
export function err<E>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}

/** The value of a successful `Result`; throws `RangeError` with the reason of a failed one. For literals known to be good. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RangeError(result.error);
}
