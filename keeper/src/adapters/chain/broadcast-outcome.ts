import { BaseError } from "viem";
import { hasCode } from "../../errors.ts";
import type { BroadcastOutcome } from "../../ports/index.ts";

/**
 * What nodes say, as lower-case fragments in order of precedence (geth, reth, anvil, Hardhat, Nethermind, Erigon,
 * Besu). Anything that is not an answer of the node counts as UNKNOWN: it may hold the transaction.
 */
const ANSWERS: readonly (readonly [string, "ACCEPTED" | "NONCE_USED" | "UNDERPRICED" | "NO_FUNDS"])[] = [
  ["already known", "ACCEPTED"],
  ["already imported", "ACCEPTED"],
  ["alreadyknown", "ACCEPTED"],
  ["known transaction", "ACCEPTED"],
  ["already in the pool", "ACCEPTED"],
  ["nonce too low", "NONCE_USED"],
  ["nonce has already been used", "NONCE_USED"],
  ["oldnonce", "NONCE_USED"],
  ["underpriced", "UNDERPRICED"],
  ["feetoolowtocompete", "UNDERPRICED"],
  ["fee too low", "UNDERPRICED"],
  ["less than block base fee", "UNDERPRICED"],
  ["less than the block base fee", "UNDERPRICED"],
  ["insufficient funds", "NO_FUNDS"],
  ["enough funds", "NO_FUNDS"],
  ["insufficient balance", "NO_FUNDS"],
];

const TRANSPORT_ERRORS = new Set(["HttpRequestError", "TimeoutError", "SocketClosedError", "WebSocketRequestError"]);

/** Sorts a failed `eth_sendRawTransaction`. */
export function outcomeOf(error: unknown): BroadcastOutcome {
  const message = error instanceof Error ? error.message : String(error);
  // a whole viem message repeats the raw transaction
  const detail = error instanceof BaseError ? `${error.shortMessage} ${error.details}` : message;
  if (hasCode(error, "BAD_ANSWER")) return { outcome: "UNKNOWN", detail };
  if (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof Error && TRANSPORT_ERRORS.has(cause.name)) !== null
  ) {
    return { outcome: "UNKNOWN", detail };
  }
  const text = (error instanceof BaseError ? `${error.details} ${message}` : message).toLowerCase();
  const match = ANSWERS.find(([fragment]) => text.includes(fragment));
  if (match === undefined) return { outcome: "REFUSED", detail };
  return match[1] === "ACCEPTED" ? { outcome: "ACCEPTED" } : { outcome: match[1], detail };
}

/** From the answer that says most about where the transaction may be to the one that says least. */
const PRECEDENCE: readonly BroadcastOutcome["outcome"][] = [
  "ACCEPTED",
  "UNKNOWN",
  "NONCE_USED",
  "UNDERPRICED",
  "NO_FUNDS",
  "REFUSED",
];

/**
 * One outcome for what several nodes said to the same transaction: accepted if any accepted; unknown while any may hold it;
 * else the first refusal by precedence. Without answers it is unknown.
 */
export function mergeOutcomes(outcomes: readonly BroadcastOutcome[]): BroadcastOutcome {
  const ranked = outcomes.toSorted((a, b) => PRECEDENCE.indexOf(a.outcome) - PRECEDENCE.indexOf(b.outcome));
  return ranked[0] ?? { outcome: "UNKNOWN", detail: "no endpoint was asked" };
}
