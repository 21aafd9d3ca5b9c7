import type { HexString } from "@carbonxchange/sdk";
import { createPublicClient, custom, type PublicClient } from "viem";
import { usable, type BlockHead } from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";
import type { BroadcastOutcome, Clock } from "../../ports/index.ts";
import type { RpcMetrics } from "../rpc-metrics.ts";
import { mergeOutcomes, outcomeOf } from "./broadcast-outcome.ts";
import { createRpcEndpoints } from "./rpc-endpoint.ts";
import { findQuorumHead } from "./rpc-head.ts";
import { createRpcMember, type RpcMember } from "./rpc-member.ts";
import { isPinned, kindOfError, pinToHash, type RpcCall } from "./rpc-routing.ts";

/** Hashes of agreed heads that are remembered to pin reads by. */
const PINNED_BLOCKS = 256n;

export type RpcPoolOptions = {
  urls: readonly string[];
  privateUrl: string | null;
  /** Blocks for which a transaction is given to the private endpoint only. */
  privateBlocks: bigint;
  timeoutMs: number;
  clock: Clock;
  metrics: RpcMetrics;
};

export type RpcPool = {
  /** Reads through whichever endpoint can answer for the agreed chain, the first one given preferred. */
  client: PublicClient;
  /** Asks every endpoint for its newest block and agrees on one; see `findQuorumHead`. */
  head: () => Promise<BlockHead>;
  /** Sends to every endpoint at once, while a private one has its time to that alone; see `mergeOutcomes`. */
  broadcast: (raw: HexString, firstBlock?: bigint) => Promise<BroadcastOutcome>;
  /** Whether a transaction first stored at `firstBlock` (if not given, now) is still kept from the public endpoints. */
  isWithheld: (firstBlock?: bigint) => boolean;
};

/** Several endpoints of one chain behind one viem client. */
export function createRpcPool(options: RpcPoolOptions): RpcPool {
  const { urls, privateUrl, privateBlocks, timeoutMs, clock, metrics } = options;
  const all = createRpcEndpoints(privateUrl === null ? urls : [...urls, privateUrl], timeoutMs);
  const members = all.slice(0, urls.length).map((endpoint) => createRpcMember(endpoint, clock, metrics));
  const relay = all.slice(urls.length).map((endpoint) => createRpcMember(endpoint, clock, metrics));
  const hashes = new Map<bigint, HexString>();
  let agreed: BlockHead | null = null;

  async function head(): Promise<BlockHead> {
    const found = await findQuorumHead(members, clock, metrics);
    for (const number of hashes.keys()) {
      if (number > found.number || number < found.number - PINNED_BLOCKS) hashes.delete(number);
    }
    hashes.set(found.number, found.hash);
    agreed = found;
    return found;
  }

  /** Endpoints on the agreed branch; for a read that names its block by hash also those that may hold it, as a last resort. */
  function candidates(call: RpcCall): RpcMember[] {
    const onBranch = members.filter(({ standing }) => standing === "AGREES");
    const preferred = usable(onBranch, clock.nowMs());
    if (!isPinned(call) && call.method !== "eth_getTransactionReceipt") return preferred;
    const others = members.filter((member) => member.standing === "BEHIND" && !preferred.includes(member));
    return [...preferred, ...others];
  }

  async function request(call: RpcCall): Promise<unknown> {
    if (agreed === null) await head();
    const pinned = pinToHash(call, (number) => hashes.get(number));
    let failure: Error | undefined;
    let isAnswered = false;
    for (const member of candidates(pinned)) {
      try {
        const result = await member.ask(pinned);
        // "not there" may only mean that this node is late with its index
        if (result !== null) return result;
        isAnswered = true;
      } catch (error) {
        if (kindOfError(error) === "EXECUTION") throw error;
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    if (isAnswered) return null;
    throw failure ?? new KeeperError("NO_ENDPOINT", `none is left for ${call.method}`);
  }

  async function sendTo(member: RpcMember, raw: HexString): Promise<BroadcastOutcome> {
    try {
      await member.ask({ method: "eth_sendRawTransaction", params: [raw] });
      return { outcome: "ACCEPTED" };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  function isWithheld(firstBlock?: bigint): boolean {
    const waited = agreed === null || firstBlock === undefined ? 0n : agreed.number - firstBlock;
    return relay.length > 0 && waited < privateBlocks;
  }

  return {
    client: createPublicClient({ transport: custom({ request }, { retryCount: 0 }) }),
    head,
    isWithheld,
    broadcast(raw, firstBlock) {
      const targets = isWithheld(firstBlock) ? relay : [...relay, ...usable(members, clock.nowMs())];
      return firstAccepted(targets.map((member) => sendTo(member, raw)));
    },
  };
}

/** Resolves with the first acceptance; without one, when all have answered, with what they come to. */
async function firstAccepted(answers: Promise<BroadcastOutcome>[]): Promise<BroadcastOutcome> {
  return new Promise((resolve, reject) => {
    for (const answer of answers) {
      answer.then((outcome) => {
        if (outcome.outcome === "ACCEPTED") resolve(outcome);
      }, reject);
    }
    Promise.all(answers).then((outcomes) => resolve(mergeOutcomes(outcomes)), reject);
  });
}
