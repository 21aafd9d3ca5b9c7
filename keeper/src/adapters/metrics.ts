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
      help: "1 while the indexer's views answer; 0 means that orders to prune, to trail or to slice are not looked for",
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
