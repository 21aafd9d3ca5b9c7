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
      help: "Transactions by what became of them: stored, accepted, succeeded, reverted, cancelled, superseded, dropped, reorganised",
      labelNames: ["job", "outcome"],
    }),
    reverts: new Counter({
      ...common,
      name: "keeper_reverts_total",
      help: "Transactions that were mined and reverted, by the contract's error; the rate of this over keeper_transactions_total",
      labelNames: ["job", "reason"],
    }),
    dueToMined: new Histogram({
      ...common,
      name: "keeper_due_to_mined_seconds",
      help: "From work falling due, where the chain says when, else from its being seen, to its transaction being mined",
      labelNames: ["job"],
      buckets: [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600],
    }),
    draining: new Gauge({ ...common, name: "keeper_draining", help: "1 while no new work is taken on request" }),
    snapshotBuilds: new Counter({
      ...common,
      name: "keeper_snapshot_builds_total",
      help: "Snapshots of where every credit is that were built from logs, by outcome: built, failed",
      labelNames: ["outcome"],
    }),
    parentCompletion: new Histogram({
      ...common,
      name: "keeper_execution_completion_ratio",
      help: "Filled part of orders for slices that have ended",
      buckets: [0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1],
    }),
    arrivalSlippage: new Histogram({
      ...common,
      name: "keeper_execution_arrival_slippage_bps",
      help: "Slippage of ended orders for slices against the price when they were placed; above zero is a cost",
      buckets: [-100, -50, -20, -10, 0, 10, 20, 50, 100, 200, 500],
    }),
    scheduleError: new Histogram({
      ...common,
      name: "keeper_execution_schedule_error_ratio",
      help: "RMS distance of ended orders for slices from their schedule, as a part of their size",
      buckets: [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
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
      labelNames: ["signer"],
    }),
    signerUsable: new Gauge({
      ...common,
      name: "keeper_signer_usable",
      help: "0 while a signer takes no new work: too little balance, or a gap before its nonces",
      labelNames: ["signer"],
    }),
    stopped: new Gauge({
      ...common,
      name: "keeper_stopped",
      help: "1 while a reason stops new work",
      labelNames: ["reason"],
    }),
    spentHour: new Gauge({
      ...common,
      name: "keeper_spent_hour_ether",
      help: "Gas paid by all keepers of the chain in the last hour, by receipts, for display only",
    }),
    spentDay: new Gauge({ ...common, name: "keeper_spent_day_ether", help: "The same in the last day" }),
    standbyActive: new Gauge({
      ...common,
      name: "keeper_standby_active",
      help: "1 while this process does overdue work although another one leads",
    }),
    balance: new Gauge({
      ...common,
      name: "keeper_balance_ether",
      help: "Signer's balance, for display only",
      labelNames: ["signer"],
    }),
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
