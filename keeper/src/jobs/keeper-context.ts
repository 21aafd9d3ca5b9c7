import type { KeeperLogger } from "../adapters/logger.ts";
import type { KeeperMetrics } from "../adapters/metrics.ts";
import type { FollowLimits, PlanLimits } from "../domain/index.ts";
import type {
  BlockSource,
  BlockStore,
  ChainReader,
  Clock,
  DrainFlag,
  ExecutionReports,
  OrderHints,
  Outbox,
  ProofSource,
  TransactionSender,
} from "../ports/index.ts";

export type KeeperLimits = PlanLimits &
  FollowLimits & {
    /** Blocks after which an unmined transaction is cancelled. */
    deadlineBlocks: bigint;
    /** Highest maxFeePerGas offered, wei. */
    maxFeePerGas: bigint;
    /** Hints asked for at once. */
    hintLimit: number;
    /** The block in which the exchange was deployed: nothing before it is followed. */
    firstBlock: bigint;
    /** A full look at all due work at least this often, even without a new block. */
    fullScanMs: number;
  };

/** What the jobs work with while this process leads. */
export type KeeperContext = {
  epoch: bigint;
  /** Checked before each step that sends: false once leadership is lost. */
  isLeader: () => boolean;
  /** When this process last sent each version, by hash, unix milliseconds. */
  sentMs: Map<string, number>;
  /** Since when work that was sent had been due, by work id, unix milliseconds; kept until its transaction is mined. */
  dueMs: Map<string, number>;
  reader: ChainReader;
  sender: TransactionSender;
  /** The indexer's hints, in addition to the keeper's own in `blocks`. */
  hints: OrderHints;
  source: BlockSource;
  blocks: BlockStore;
  proofs: ProofSource;
  outbox: Outbox;
  drain: DrainFlag;
  reports: ExecutionReports;
  clock: Clock;
  limits: KeeperLimits;
  metrics: KeeperMetrics;
  logger: KeeperLogger;
};
