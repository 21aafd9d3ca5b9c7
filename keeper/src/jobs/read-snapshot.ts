import { snapshotTarget, type BlockHead, type ChainSnapshot, type CompletenessState } from "../domain/index.ts";
import type { OrderHints } from "../ports/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

/**
 * Reads all due work at one block: queues, stops, auctions and halts as the chain counts them, and the orders that the keeper's own
 * record of logs, the indexer, or in a full scan the exchange's own views name. Ids that the chain does not know are left out.
 */
export async function readSnapshot(
  context: Pick<KeeperContext, "reader" | "hints" | "blocks" | "proofs" | "limits" | "metrics" | "logger">,
  block: BlockHead,
  isFullScan: boolean,
): Promise<ChainSnapshot> {
  const { reader, limits } = context;
  const [queues, markets, own, indexed] = await Promise.all([
    reader.queues(block),
    reader.markets(block),
    hintsFrom(context.blocks, limits.hintLimit, block),
    hintsFrom(context.hints, limits.hintLimit, block),
  ]);
  context.metrics.hintsAvailable.set(indexed.available ? 1 : 0);
  const marketIds = markets.map(({ marketId }) => marketId);
  const due = isFullScan ? await reader.dueWaiting(marketIds, block) : { conditionals: [], parents: [] };
  const [resting, conditionals, parents, audit, completeness] = await Promise.all([
    reader.orders(unique(own.resting, indexed.resting), block),
    reader.conditionals(unique(own.conditionals, indexed.conditionals, due.conditionals), block),
    reader.parents(unique(own.parents, indexed.parents, due.parents), block),
    limits.anchorEverySeconds === 0n ? null : context.proofs.audit(block),
    limits.snapshotEveryBlocks === 0n ? null : readCompleteness(context, block),
  ]);
  return { block, queues, markets, resting, conditionals, parents, audit, completeness };
}

async function hintsFrom(hints: OrderHints, limit: number, { timestamp }: BlockHead) {
  const answers = await Promise.all([
    hints.expired(timestamp, limit),
    hints.conditionals(timestamp, limit),
    hints.parents(timestamp, limit),
  ]);
  const [resting = [], conditionals = [], parents = []] = answers.map((answer) =>
    answer.available ? answer.orderIds : [],
  );
  return { available: answers.every(({ available }) => available), resting, conditionals, parents };
}

function unique(...lists: bigint[][]): bigint[] {
  return [...new Set(lists.flat())];
}

async function readCompleteness(
  { proofs, limits }: Pick<KeeperContext, "proofs" | "limits">,
  block: BlockHead,
): Promise<CompletenessState> {
  const postedBlock = await proofs.postedBlock(block);
  const target = snapshotTarget(postedBlock, block.number, limits);
  return { postedBlock, proof: target === null ? null : proofs.proof(target) };
}
