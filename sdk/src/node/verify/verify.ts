import { parseAbi } from "viem";
import type { Address, Block, BlockTag, PublicClient } from "viem";
import { AUDIT_ABIS, compareAnswer, createRebuild, figureName, outputsOf, owedIn } from "../../audit/index.ts";
import type { AuditEvent, Custodians, Difference, Ledger, Rebuild } from "../../audit/index.ts";
import { askAll } from "./ask-contracts.ts";
import { createLogDecoder } from "./decode-logs.ts";
import type { LogDecoder } from "./decode-logs.ts";
import { explain, explanationText } from "./explain.ts";
import type { ExplainedDifference, Explanation } from "./explain.ts";
import type { AuditTarget } from "./find-contracts.ts";
import { readLogs } from "./read-logs.ts";
import { VerifyError } from "./verify-error.ts";

export type VerifyDeps = {
  client: PublicClient;
  target: AuditTarget;
  /** The block at which everything is compared: a number, or the tag of a block that is final. */
  at: bigint | BlockTag;
  blocksPerCall: bigint;
  wait: (milliseconds: number) => Promise<void>;
  /** Told of each stage, for a person who waits. */
  progress: (line: string) => void;
};

/** What was found: the ledger as the logs give it, how much was compared, and everything that does not add up. */
export type Verification = {
  block: { number: bigint; hash: `0x${string}`; timestamp: bigint };
  ledger: Ledger;
  logs: number;
  /** Logs that no handler decodes, by contract and topic. */
  unread: ReadonlyMap<string, number>;
  reads: number;
  figures: number;
  differences: ExplainedDifference[];
};

const ATTEMPTS = 4;
/** Differences whose past is asked for; beyond it the last log about each is named. */
const MOST_EXPLAINED = 50;
const ERC20 = parseAbi(["function balanceOf(address account) view returns (uint256)"]);

/**
 * Rebuilds every figure from logs alone, asks the contracts for the same figures at one block and compares. Reads through
 * `client` only. Throws VerifyError when the node fails or the chain is reorganised under way.
 */
export async function verifyChain(deps: VerifyDeps): Promise<Verification> {
  const { client, target, progress } = deps;
  const block = await pinBlock(client, deps.at);
  progress(
    `reading logs of ${Object.keys(target.addresses).length + target.baskets.length} contracts up to block ${block.number}`,
  );
  const rebuild = createRebuild(custodiansOf(target));
  const decoder = createLogDecoder(target);
  const logs = await replay(deps, block.number, decoder, rebuild);
  const ledger = rebuild.finish(block.timestamp);
  progress(`${logs} logs; asking the contracts ${ledger.figures.size} questions`);

  const { found, figures, located } = await compareChain(deps, ledger, block.number);
  const differences = [...ledger.differences, ...found, ...(await custodyDifferences(deps, ledger, block.number))];
  const explained = await explainAll(deps, differences, located, block);
  const again = await client.getBlock({ blockNumber: block.number });
  if (again.hash !== block.hash) throw new VerifyError("REORGANISED", `block ${block.number}`);
  return { block, ledger, logs, unread: decoder.unread, reads: ledger.figures.size, figures, differences: explained };
}

async function pinBlock(client: PublicClient, at: bigint | BlockTag): Promise<Verification["block"]> {
  const block: Block = await client.getBlock(typeof at === "bigint" ? { blockNumber: at } : { blockTag: at });
  if (block.number === null || block.hash === null) throw new VerifyError("NODE_FAILED", `block ${at} is not mined`);
  return { number: block.number, hash: block.hash, timestamp: block.timestamp };
}

function custodiansOf({ addresses }: AuditTarget): Custodians {
  const of = (name: keyof typeof addresses) => (addresses[name]?.toLowerCase() as Address | undefined) ?? null;
  return {
    exchange: of("exchange"),
    registry: of("carbonCredits"),
    labels: of("labelRegistry"),
    reserve: of("reversalBuffer"),
    buffers: [],
  };
}

/** Events whose time the contracts keep or decide by: it is asked for where the node does not say it with its logs. */
const TIMED_EVENTS: ReadonlySet<string> = new Set([
  "BatchIssued",
  "BasketRedeemed",
  "BasketRetired",
  "ConditionalFired",
  "ImportProposed",
  "LabelAttested",
  "LabelRevoked",
  "Retired",
  "RetirementRequested",
  "RulesAnnounced",
]);

/** Gives an event the time of its block, in unix seconds, where it needs one. */
function createClock(client: Pick<PublicClient, "getBlock">): (event: AuditEvent) => Promise<void> {
  let known = { block: -1n, timestamp: 0n };
  return async ({ name, place }) => {
    if (place.timestamp !== undefined || !TIMED_EVENTS.has(name)) return;
    if (known.block !== place.block) {
      const { timestamp } = await client.getBlock({ blockNumber: place.block });
      known = { block: place.block, timestamp };
    }
    place.timestamp = known.timestamp;
  };
}

/** Feeds all logs up to a block to a rebuild; gives how many there were. */
async function replay(deps: VerifyDeps, toBlock: bigint, decoder: LogDecoder, rebuild: Rebuild): Promise<number> {
  const { client, target, blocksPerCall, wait } = deps;
  const addresses = [...Object.values(target.addresses), ...target.baskets];
  const setTime = createClock(client);
  const range = { fromBlock: target.fromBlock, toBlock };
  let count = 0;
  for await (const logs of readLogs({ client, addresses, blocksPerCall, attempts: ATTEMPTS, wait }, range)) {
    for (const log of logs) {
      const event = decoder.decode(log);
      count += 1;
      if (event === null) continue;
      await setTime(event);
      rebuild.apply(event);
    }
  }
  return count;
}

type Located = Map<string, Parameters<typeof explain>[1]>;

/** Asks for every figure and compares. */
async function compareChain(deps: VerifyDeps, ledger: Ledger, block: bigint) {
  const expected = [...ledger.figures.all()];
  const found: Difference[] = [];
  const located: Located = new Map();
  let figures = 0;
  let index = 0;
  const reads = expected.map(({ read }) => read);
  for await (const { read, answer } of askAll(
    { client: deps.client, addresses: deps.target.addresses },
    reads,
    block,
  )) {
    const one = expected[index];
    index += 1;
    if (one === undefined) continue;
    figures += one.fields.size;
    found.push(...compareAnswer(one, outputsOf(AUDIT_ABIS[read.contract], read.functionName), answer));
    for (const field of one.fields.keys()) {
      if (found.length > 0) located.set(figureName(read, field), { read, field });
    }
  }
  return { found, figures, located };
}

/** An ERC-20 of which the exchange holds less than it owes. */
async function custodyDifferences(deps: VerifyDeps, ledger: Ledger, blockNumber: bigint): Promise<Difference[]> {
  const { exchange } = deps.target.addresses;
  if (exchange === undefined) return [];
  const differences: Difference[] = [];
  for (const [asset, { token, isCredit }] of ledger.assets) {
    if (isCredit) continue;
    const call = { address: token, abi: ERC20, functionName: "balanceOf", args: [exchange] } as const;
    const held = await deps.client.readContract({ ...call, blockNumber });
    const owed = owedIn(ledger, asset);
    const figure = `${token}.balanceOf(${exchange}), at least`;
    if (held < owed) differences.push({ kind: "chain", figure, rebuilt: owed, found: held, place: null });
  }
  return differences;
}

/** Finds out when each figure went wrong: the logs are read once more, keeping what is now known to differ. */
async function explainAll(
  deps: VerifyDeps,
  differences: readonly Difference[],
  located: Located,
  block: Verification["block"],
): Promise<ExplainedDifference[]> {
  const asked = differences
    .filter(({ kind, figure }) => kind === "chain" && located.has(figure))
    .slice(0, MOST_EXPLAINED);
  if (asked.length > 0) deps.progress(`${differences.length} differences; looking for where they begin`);
  const again = createRebuild(custodiansOf(deps.target), new Set(asked.map(({ figure }) => figure)));
  if (asked.length > 0) {
    await replay(deps, block.number, createLogDecoder(deps.target), again);
    again.finish(block.timestamp);
  }
  const ask = { client: deps.client, addresses: deps.target.addresses };
  const explained: ExplainedDifference[] = [];
  for (const difference of differences) {
    const figure = asked.includes(difference) ? located.get(difference.figure) : undefined;
    const explanation: Explanation =
      figure === undefined
        ? { kind: "UNKNOWN", place: difference.place }
        : await explain(ask, figure, again.ledger.figures.history(difference.figure), block.number);
    explained.push({ ...difference, explanation: explanationText(explanation) });
  }
  return explained;
}
