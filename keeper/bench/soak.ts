import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { OrderInput } from "@carbonxchange/sdk";
import { freePort } from "../../test/free-port.ts";
import { startKeeperProcess, untilRole } from "../test/fixtures/keeper-process.ts";
import { openBenchWorld, type BenchWorld } from "./bench-world.ts";
import { printRow, quantile } from "./print.ts";

const SPEED = 20;
const BOUND_MB = 300;
const MARKETS = 3;
const BID = { side: "BID", orderType: "LIMIT_GTC", lots: 1n } as const;

/** Memory of a keeper process while chain time runs twenty times as fast as the clock: `minutes` of wall time. */
export async function measureSoak(minutes: number): Promise<void> {
  const bench = await openBenchWorld(MARKETS);
  for (let marketId = 1; marketId <= MARKETS; marketId++) {
    await bench.place("alice", [{ marketId, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 3_000n }]);
  }
  await bench.mine();
  const keeper = startKeeperProcess({
    ...{ rpcUrl: bench.anvil.url, databaseUrl: bench.databaseUrl, deploymentsDir: bench.world.deploymentsDir },
    port: await freePort(),
    env: { KEEPER_ANCHOR_SECONDS: "0", KEEPER_SNAPSHOT_BLOCKS: "200", KEEPER_LOG_LEVEL: "warn" },
  });
  await untilRole(keeper, "leader");
  const megabytes: number[] = [];
  for (let second = 0; second < minutes * 60; second++) {
    const next = delay(1_000);
    await trade(bench, second);
    await bench.mine(SPEED);
    megabytes.push(residentMegabytes(keeper.pid));
    await next;
  }
  const waiting = await bench.waiting();
  await keeper.stop();
  await bench.close();
  const settled = megabytes.slice(Math.floor(megabytes.length / 2));
  printRow("resident memory, highest", Math.max(...megabytes), "MB", BOUND_MB);
  const [start = 0] = megabytes;
  const [early, late] = [settled.slice(0, settled.length / 2), settled.slice(settled.length / 2)];
  console.log(
    `  ${minutes} min at ${SPEED} x: at the start ${start.toFixed(0)}, median of the third quarter ` +
      `${quantile(early, 0.5).toFixed(0)}, of the last ${quantile(late, 0.5).toFixed(0)} MB; ${waiting} orders left waiting`,
  );
}

/** What comes in within a second: orders that expire, orders for the queue, and now and then one over time. */
async function trade(bench: BenchWorld, second: number): Promise<void> {
  const { timestamp } = await bench.world.client.getBlock();
  const now = Number(timestamp);
  const marketId = 1 + (second % MARKETS);
  const orders: OrderInput[] = [
    { marketId, ...BID, priceTicks: 1_000, expiry: now + 3 * SPEED },
    { marketId, ...BID, priceTicks: 1_300, maxFills: 0 },
    { marketId, ...BID, priceTicks: 1_300, maxFills: 1 },
  ];
  await bench.place("bob", orders);
  if (second % 10 !== 9) return;
  const terms = { side: "BID", kind: "TWAP", lots: 6n, limitTicks: 1_300, interval: 60, slices: 6 } as const;
  await bench.placeParent("bob", { marketId, ...terms, startAt: now + 3 * SPEED });
}

/** Resident memory of a process as the kernel counts it. */
function residentMegabytes(pid: number): number {
  const [, kilobytes = "0"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1_024;
}
