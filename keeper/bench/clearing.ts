import type { OrderInput } from "@carbonxchange/sdk";
import { initialTickState, tick } from "../src/jobs/tick.ts";
import { BLOCK_GAS, openBenchWorld } from "./bench-world.ts";
import { openLeader } from "./open-leader.ts";
import { printRow } from "./print.ts";

const MARKETS = 20;
const ORDERS = 10_000;
const EACH = ORDERS / MARKETS;
const LEAST_FULL = 0.85;
/** Small enough that what a transaction reserves and does not use leaves room for another one in its block. */
const GAS_PERCENT = "18";

/** Ten thousand deferred orders in twenty markets, and blocks of 30 million gas: how full are the blocks while there is enough to do? */
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
  const leader = await openLeader(bench, { KEEPER_MAX_STEPS: "150", KEEPER_MAX_GAS_PERCENT: GAS_PERCENT });
  const state = initialTickState();
  const blocks: { full: number; due: number }[] = [];
  const from = performance.now();
  for (let left = due; left > 0; left = await bench.waiting()) {
    await tick(leader.context, state);
    const { gasUsed } = await bench.mine();
    blocks.push({ full: Number(gasUsed) / BLOCK_GAS, due: left });
  }
  const seconds = (performance.now() - from) / 1_000;
  await leader.close();
  await bench.close();
  // a market's orders go one call after another, so that towards the end there is not enough at once to fill a block
  const most = Math.max(...blocks.map((block, index) => block.due - (blocks[index + 1]?.due ?? 0)));
  const busy = blocks.filter((block) => block.due >= 2 * most).map(({ full }) => full);
  const mean = busy.reduce((sum, full) => sum + full, 0) / busy.length;
  printRow("fullness of blocks while two blocks' worth is due, mean", 100 * mean, "%", 100 * LEAST_FULL, "at least");
  const each = blocks.map(({ full }) => (100 * full).toFixed(0)).join(" ");
  console.log(`  ${due} jobs in ${blocks.length} blocks and ${seconds.toFixed(1)} s; fullness in %: ${each}`);
}
