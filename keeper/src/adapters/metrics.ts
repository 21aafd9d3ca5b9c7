import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** The keeper's Prometheus metrics in a registry of their own. Alert on the age of overdue work, not on errors. */
export function createMetrics() {
  const registry = new Registry();
  const common = { registers: [registry] };
  return {
    registry,
    leader: new Gauge({ ...common, name: "keeper_leader", help: "1 while this process leads" }),
    epoch: new Gauge({ ...common, name: "keeper_leader_epoch", help: "Fencing epoch of the lease held, else 0" }),
    headBlock: new Gauge({ ...common, name: "keeper_head_block", help: "Newest block seen" }),
    headAge: new Gauge({
      ...common,
      name: "keeper_head_age_seconds",
      help: "Wall clock minus time of the newest block",
    }),
    followedBlock: new Gauge({
      ...common,
      name: "keeper_followed_block",
      help: "Newest block whose logs are stored; behind keeper_head_block while the follower catches up",
    }),
    reorgDepth: new Histogram({
      ...common,
      name: "keeper_reorg_depth_blocks",
      help: "Blocks that a reorganisation orphaned",
      buckets: [1, 2, 3, 5, 10, 20, 40, 64],
    }),
    rescans: new Counter({
      ...common,
      name: "keeper_block_rescans_total",
      help: "Reorganisations deeper than the blocks remembered, after which all logs are read again",
    }),
    overdueAge: new Gauge({
      ...common,
      name: "keeper_overdue_age_seconds",
      help: "Age of the oldest due work that is not done",
      labelNames: ["job"],
    }),
    laneOverdueAge: new Gauge({
      ...common,
      name: "keeper_lane_overdue_age_seconds",
      help: "Age of the oldest due work of a lane that is not done",
      labelNames: ["lane"],
    }),
    due: new Gauge({
      ...common,
      name: "keeper_due_work",
      help: "Due work items seen in the last snapshot",
      labelNames: ["job"],
    }),
    hintsAvailable: new Gauge({
      ...common,
      name: "keeper_order_hints_available",
      help: "1 while the indexer's views answer; without them the keeper's own record of the logs is the only source of hints",
    }),
    simulationFailures: new Counter({
      ...common,
      name: "keeper_simulation_failures_total",
      help: "Dry runs the contract refused",
      labelNames: ["job", "error", "policy"],
    }),
    transactions: new Counter({
      ...common,
      name: "keeper_transactions_total",
      help: "Transactions by what became of them: stored, accepted, succeeded, reverted, cancelled, superseded, reorganised",
      labelNames: ["job", "outcome"],
    }),
    bumps: new Counter({ ...common, name: "keeper_fee_bumps_total", help: "Replacements with raised fees" }),
    open: new Gauge({ ...common, name: "keeper_open_transactions", help: "Stored transactions without a receipt" }),
    pendingAge: new Gauge({
      ...common,
      name: "keeper_pending_age_seconds",
      help: "Age of the oldest transaction without a receipt",
    }),
    nonceGap: new Gauge({
      ...common,
      name: "keeper_nonce_gap",
      help: "Lowest open nonce minus the nonce the chain expects; 0 is right",
    }),
    balance: new Gauge({ ...common, name: "keeper_balance_ether", help: "Signer's balance, for display only" }),
    feesSpent: new Counter({ ...common, name: "keeper_fees_spent_ether_total", help: "Gas paid, for display only" }),
    tickSeconds: new Histogram({
      ...common,
      name: "keeper_tick_seconds",
      help: "Duration of one round that looked for work",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
    failures: new Counter({
      ...common,
      name: "keeper_tick_failures_total",
      help: "Rounds that ended in an error, by kind",
      labelNames: ["kind"],
    }),
  };
}

export type KeeperMetrics = ReturnType<typeof createMetrics>;
