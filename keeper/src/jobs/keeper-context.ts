import type { KeeperLogger } from "../adapters/logger.ts";
import type { KeeperMetrics } from "../adapters/metrics.ts";
import type { BundleLimits, FollowLimits, PlanLimits, SafetyLimits, StopReason } from "../domain/index.ts";
import type {
  BlockSource,
  BlockStore,
  ChainReader,
  Clock,
  DrainFlag,
  ExecutionReports,
  OrderHints,
  Outbox,
  PauseReader,
  ProofSource,
  SafetyRecords,
  StopSwitch,
  TransactionSender,
} from "../ports/index.ts";

export type KeeperLimits = PlanLimits &
  FollowLimits &
  BundleLimits &
  SafetyLimits & {
    /** A signer with less takes no new work, wei. */
    minBalanceWei: bigint;
    /** What one base unit of the quote currency is worth to the operator, wei; zero where keeper fees are not counted on. */
    quoteUnitWei: bigint;
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
  /** One for each signer, at least one; what needs no key is asked of the first. */
  senders: readonly [TransactionSender, ...TransactionSender[]];
  /** The indexer's hints, in addition to the keeper's own in `blocks`. */
  hints: OrderHints;
  source: BlockSource;
  blocks: BlockStore;
  proofs: ProofSource;
  outbox: Outbox;
  drain: DrainFlag;
  reports: ExecutionReports;
  records: SafetyRecords;
  stopSwitch: StopSwitch;
  pause: PauseReader;
  /** Told in each round why new work is stopped; empty when it is not. */
  onStopReasons: (reasons: readonly StopReason[]) => void;
  /** Blocks that work must have been due before it is done: null for the leader, who does not wait. */
  overdueBlocks: bigint | null;
  clock: Clock;
  limits: KeeperLimits;
  metrics: KeeperMetrics;
  logger: KeeperLogger;
};
