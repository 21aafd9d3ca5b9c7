import type { OrderInput } from "@carbonxchange/sdk";
import { initialTickState, tick } from "../src/jobs/tick.ts";
import { BLOCK_GAS, openBenchWorld } from "./bench-world.ts";
import { openLeader } from "./open-leader.ts";
import { printRow } from "./print.ts";

const MARKETS = 10;
const ORDERS = 10_000;
const EACH = ORDERS / MARKETS;
const LEAST_FULL = 0.85;
/** Small enough that what a transaction reserves and does not use leaves room for another one in its block. */
const GAS_PERCENT = "18";

/** Ten thousand deferred orders in ten markets, and blocks of 30 million gas: how full are the blocks while there is enough to do? */
export async function measureClearing(): Promise<void> {
  const bench = await openBenchWorld(MARKETS);
  for (let marketId = 1; marketId <= MARKETS; marketId++) {
    const ask = { marketId, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: BigInt(EACH) } as const;
    await bench.place("alice", [ask]);
    await bench.mine();
    const bid: OrderInput = { marketId, side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_300, lots: 1n, maxFills: 0 };
    await bench.place(
      "bob",
      Array.from({ length: EACH }, () => bid),
    );
    while ((await bench.world.client.getBlock({ blockTag: "pending" })).transactions.length > 0) await bench.mine();
  }
  const due = await bench.waiting();
  const leader = await openLeader(bench, { KEEPER_MAX_STEPS: "30", KEEPER_MAX_GAS_PERCENT: GAS_PERCENT });
  const state = initialTickState();
  const full: number[] = [];
  const from = performance.now();
  while ((await bench.waiting()) > 0) {
    await tick(leader.context, state);
    const { gasUsed } = await bench.mine();
    full.push(Number(gasUsed) / BLOCK_GAS);
  }
  const seconds = (performance.now() - from) / 1_000;
  await leader.close();
  await bench.close();
  // the last one holds what was left
  const whole = full.slice(0, -1);
  const mean = whole.reduce((sum, part) => sum + part, 0) / whole.length;
  printRow("fullness of blocks while jobs are due, mean", 100 * mean, "%", 100 * LEAST_FULL, "at least");
  const least = Math.min(...whole);
  console.log(
    `  ${due} jobs in ${full.length} blocks and ${seconds.toFixed(1)} s, the emptiest ${(100 * least).toFixed(0)} % full`,
  );
}
