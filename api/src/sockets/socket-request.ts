import type { SocketRequest } from "@carbonxchange/sdk";
import { z } from "zod";

const marketId = z.int().min(1).max(4_294_967_295);
const channel = z.enum(["depth", "trades"]);

/** What a client may send. */
export const socketRequest = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("subscribe"), channel, marketId }),
  z.strictObject({ op: z.literal("unsubscribe"), channel, marketId }),
  z.strictObject({ op: z.literal("ping") }),
]) satisfies z.ZodType<SocketRequest>;

/** Reads a client's message; a sentence when it is not one. */
export function parseSocketRequest(text: string): { ok: true; value: SocketRequest } | { ok: false; error: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, error: "the message is not JSON" };
  }
  const parsed = socketRequest.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, error: `${issue?.path.join(".") || "message"}: ${issue?.message ?? "is not valid"}` };
}
