import type { OrderInput } from "@carbonxchange/sdk";
import { initialTickState, tick } from "../src/jobs/tick.ts";
import { openBenchWorld, type BenchWorld } from "./bench-world.ts";
import { openLeader } from "./open-leader.ts";
import { printRow, quantile } from "./print.ts";

const MARKETS = 10;
const PARENTS = 20;
const EXPIRING = 70;
const ROUNDS = 40;
const WARM_UP = 5;
const INTERVAL_SECONDS = 60;
const BOUND_MS = 50;
const BID = { side: "BID", orderType: "LIMIT_GTC", lots: 1n } as const;
const FAR_TICKS = 1_000;
const ASK_TICKS = 1_250;
const BID_TICKS = 1_300;

/**
 * From a block seen to the last transaction taken by the node, with a hundred jobs due in it: seventy expired orders, twenty
 * slices and a queue to be cranked in each of ten markets.
 */
export async function measureLatency(): Promise<void> {
  const bench = await openBenchWorld(MARKETS);
  const leader = await openLeader(bench, {});
  const state = initialTickState();
  await stock(bench);
  const milliseconds: number[] = [];
  const jobs: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    await placeExpiring(bench);
    await tick(leader.context, state);
    await fallDue(bench);
    await tick(leader.context, state);
    if (round >= WARM_UP) {
      milliseconds.push(leader.watch.acceptedAt - leader.watch.headAt);
      jobs.push((await leader.context.outbox.open()).flatMap(({ workIds }) => workIds).length);
    }
    await bench.mine();
    await bench.mine();
    await tick(leader.context, state);
  }
  await leader.close();
  await bench.close();
  const from = `${Math.min(...jobs)} to ${Math.max(...jobs)} jobs, ${ROUNDS} rounds`;
  const [least, median, most] = [0, 0.5, 1].map((part) => quantile(milliseconds, part).toFixed(1));
  printRow("block seen to transactions broadcast, p95", quantile(milliseconds, 0.95), "ms", BOUND_MS);
  console.log(`  ${from}; min ${least}, median ${median}, max ${most} ms`);
}

/** Asks in every market, a price, and orders over time whose slices fall due together. */
async function stock(bench: BenchWorld): Promise<void> {
  for (let marketId = 1; marketId <= MARKETS; marketId++) {
    const lots = marketId === 1 ? 5_000n : 200n;
    await bench.place("alice", [{ marketId, side: "ASK", orderType: "LIMIT_GTC", priceTicks: ASK_TICKS, lots }]);
  }
  await bench.mine();
  await bench.place("bob", [{ marketId: 1, ...BID, priceTicks: BID_TICKS, maxFills: 1 }]);
  const { timestamp } = await bench.mine();
  const startAt = Number(timestamp) + INTERVAL_SECONDS;
  const slices = 2 * (ROUNDS + WARM_UP);
  for (let parent = 0; parent < PARENTS; parent++) {
    const terms = {
      marketId: 1,
      side: "BID",
      kind: "TWAP",
      limitTicks: BID_TICKS,
      interval: INTERVAL_SECONDS,
    } as const;
    await bench.placeParent("bob", { ...terms, lots: BigInt(slices), slices, startAt });
  }
  await bench.mine();
}

/** Orders that will have expired in the next block. */
async function placeExpiring(bench: BenchWorld): Promise<void> {
  const { timestamp } = await bench.world.client.getBlock();
  const expiry = Number(timestamp) + INTERVAL_SECONDS / 2;
  const expiring = Array.from({ length: EXPIRING }, (): OrderInput => ({
    ...{ marketId: 1, ...BID, priceTicks: FAR_TICKS, expiry },
  }));
  await bench.place("bob", expiring);
  await bench.mine();
}

/** A block in which everything falls due. */
async function fallDue(bench: BenchWorld): Promise<void> {
  const deferred = Array.from({ length: MARKETS }, (_, index): OrderInput => ({
    ...{ marketId: index + 1, ...BID, priceTicks: BID_TICKS, maxFills: 0 },
  }));
  await bench.place("bob", deferred);
  await bench.mine(INTERVAL_SECONDS);
}
