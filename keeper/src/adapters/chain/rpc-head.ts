import type { HexString } from "@carbonxchange/sdk";
import {
  RING_BLOCKS,
  agreedHash,
  healthyHeights,
  quorumHeight,
  quorumSize,
  standingOf,
  usable,
  type BlockHead,
} from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";
import type { Clock } from "../../ports/index.ts";
import type { RpcMetrics } from "../rpc-metrics.ts";
import type { RpcMember } from "./rpc-member.ts";

type RpcBlock = { number: HexString; hash: HexString; parentHash: HexString; timestamp: HexString };
type Views = Map<number, BlockHead | null>;

/**
 * The highest block that a majority of healthy endpoints holds with the same hash; notes how each endpoint stands to it. Where
 * the majority has split, the search goes down to the newest block it shares. Throws NO_ENDPOINT or NO_QUORUM.
 */
export async function findQuorumHead(
  members: readonly RpcMember[],
  clock: Clock,
  metrics: RpcMetrics,
): Promise<BlockHead> {
  const asked = usable(members, clock.nowMs());
  const heads: Views = new Map();
  await Promise.all(
    members.map(async (member, index) => {
      if (asked.includes(member)) heads.set(index, await blockOf(member, "latest"));
    }),
  );
  const heights = [...heads].flatMap(([endpoint, head]) => (head === null ? [] : [{ endpoint, number: head.number }]));
  const healthy = healthyHeights(heights);
  const top = quorumHeight(healthy);
  if (top === null) {
    noteStandings(members, heads, new Map(), [], null, metrics);
    throw new KeeperError("NO_ENDPOINT", members.map(({ name }) => name).join(", "));
  }
  const isHealthy = healthy.map(({ endpoint }) => endpoint);
  const lowest = top - BigInt(RING_BLOCKS);
  for (let number = top; number >= 0n && number >= lowest; number--) {
    const views = await viewsAt(members, heads, isHealthy, number);
    const blocks = [...views].map(([endpoint, block]) => ({ endpoint, hash: block?.hash ?? null }));
    const hash = agreedHash(blocks, quorumSize(healthy.length));
    const head = [...views.values()].find((block) => block?.hash === hash);
    if (hash === null || head === undefined || head === null) continue;
    noteStandings(members, heads, views, isHealthy, head, metrics);
    return head;
  }
  noteStandings(members, heads, new Map(), isHealthy, null, metrics);
  throw new KeeperError("NO_QUORUM", `none of the blocks ${lowest} to ${top}`);
}

/** What healthy endpoints that have reached a number hold there. */
async function viewsAt(members: readonly RpcMember[], heads: Views, healthy: number[], number: bigint): Promise<Views> {
  const views: Views = new Map();
  await Promise.all(
    healthy.map(async (endpoint) => {
      const head = heads.get(endpoint);
      const member = members[endpoint];
      if (member === undefined || head === undefined || head === null || head.number < number) return;
      views.set(endpoint, head.number === number ? head : await blockOf(member, `0x${number.toString(16)}`));
    }),
  );
  return views;
}

/** Null for an endpoint that does not answer: its health already tells. */
async function blockOf(member: RpcMember, block: string): Promise<BlockHead | null> {
  const answer = await member.ask({ method: "eth_getBlockByNumber", params: [block, false] }).catch(() => null);
  if (answer === null) return null;
  const { number, hash, parentHash, timestamp } = answer as RpcBlock;
  return { number: BigInt(number), hash, parentHash, timestamp: BigInt(timestamp) };
}

function noteStandings(
  members: readonly RpcMember[],
  heads: Views,
  views: Views,
  healthy: number[],
  agreed: BlockHead | null,
  metrics: RpcMetrics,
): void {
  members.forEach((member, index) => {
    const height = heads.get(index)?.number ?? null;
    const hash = views.get(index)?.hash ?? null;
    member.standing = agreed === null ? "SILENT" : standingOf(height, healthy.includes(index), hash, agreed);
    const label = { endpoint: member.name };
    metrics.up.set(label, member.standing === "AGREES" || member.standing === "BEHIND" ? 1 : 0);
    if (height !== null) metrics.headBlock.set(label, Number(height));
    if (height !== null && agreed !== null) metrics.lagBlocks.set(label, Number(agreed.number - height));
  });
}
