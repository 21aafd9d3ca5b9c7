import type { HexString } from "@carbonxchange/sdk";

/** An endpoint this many blocks behind the others is still healthy; one further behind is sick. */
export const MAX_LAG_BLOCKS = 2n;

/** Newest block number of one endpoint. */
export type EndpointHeight = { endpoint: number; number: bigint };

/** What one endpoint holds at a number; null where it gave no answer. */
export type EndpointBlock = { endpoint: number; hash: HexString | null };

/** How many of so many endpoints are a majority. */
export function quorumSize(endpoints: number): number {
  return Math.floor(endpoints / 2) + 1;
}

/**
 * Endpoints that are at most `MAX_LAG_BLOCKS` behind the upper median of all heights. The median, not the highest: one
 * endpoint that claims to be far ahead must not make the others sick. Of two endpoints the lower is the one behind. Repeated
 * among those that are left, until none of them is too far behind.
 */
export function healthyHeights(heights: readonly EndpointHeight[]): EndpointHeight[] {
  const reference = descending(heights)[Math.ceil(heights.length / 2) - 1]?.number ?? 0n;
  const near = heights.filter(({ number }) => reference - number <= MAX_LAG_BLOCKS);
  return near.length === heights.length ? near : healthyHeights(near);
}

/** The highest number that a majority of healthy endpoints has reached; null without endpoints. */
export function quorumHeight(healthy: readonly EndpointHeight[]): bigint | null {
  return descending(healthy)[quorumSize(healthy.length) - 1]?.number ?? null;
}

/** The hash that at least `quorum` endpoints hold, which is one at most when `quorum` is a majority; null for none. */
export function agreedHash(blocks: readonly EndpointBlock[], quorum: number): HexString | null {
  const votes = new Map<HexString, number>();
  for (const { hash } of blocks) if (hash !== null) votes.set(hash, (votes.get(hash) ?? 0) + 1);
  for (const [hash, count] of votes) if (count >= quorum) return hash;
  return null;
}

/**
 * What is known of an endpoint against the agreed head. AGREES: holds it. BEHIND: healthy, has not reached it. SICK: too far
 * behind. FORKED: holds another block at its number. SILENT: did not answer, or is paused.
 */
export type Standing = "AGREES" | "BEHIND" | "SICK" | "FORKED" | "SILENT";

/** The standing of an endpoint; `height` null when it did not answer, `hash` what it holds at the agreed number. */
export function standingOf(
  height: bigint | null,
  isHealthy: boolean,
  hash: HexString | null,
  agreed: { number: bigint; hash: HexString },
): Standing {
  if (height === null) return "SILENT";
  if (!isHealthy) return "SICK";
  if (height < agreed.number) return "BEHIND";
  if (hash === null) return "SILENT";
  return hash === agreed.hash ? "AGREES" : "FORKED";
}

function descending(heights: readonly EndpointHeight[]): EndpointHeight[] {
  return heights.toSorted((a, b) => (a.number < b.number ? 1 : a.number > b.number ? -1 : a.endpoint - b.endpoint));
}
