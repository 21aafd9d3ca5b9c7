import {
  buildCancelParentRequest,
  buildCrankRequest,
  buildExecuteSliceRequest,
  buildPlaceBatchRequest,
  buildPlaceParentRequest,
  buildPruneRequest,
  packOrderId,
  unpackOrderId,
} from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { eventsOf } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chaos;
const PARENT = packOrderId({ marketId: 1, kind: "PARENT", priceTicks: 0, sequence: 1 });
const EXPIRING_TICKS = 1_400;
const DUST_ORDERS = 38;
/** One level each, up to the one at which the order would have been filled at a stroke. */
const CHEAPEST_DUST_TICKS = 1_211;
/** Before any other call of the block, with gas enough for anything here. */
const AHEAD = { tipGwei: 500n, gas: 15_000_000n };

/** A deferred order, an order that has expired and a slice that is due, all in one transaction that waits in the pool. */
async function bundleInThePool(): Promise<void> {
  await ask(40n);
  await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_210, lots: 100n });
  const { timestamp } = await world().client.getBlock();
  const expiry = Number(timestamp) + 50;
  await world().place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: EXPIRING_TICKS, lots: 7n, expiry });
  const terms = { marketId: 1, kind: "TWAP", side: "ASK", lots: 30n, limitTicks: 1_200, interval: 3_600 } as const;
  await world().send("alice", buildPlaceParentRequest(world().deployment, { ...terms, slices: 3 }));
  await anvil().rpc("evm_increaseTime", [100]);
  await world().defer(30n);
  await anvil().rpc("evm_setAutomine", [false]);
  await startKeeper({ env: { KEEPER_SLICE_JITTER_PERCENT: "0", KEEPER_DEADLINE_BLOCKS: "1000" } });
  await untilState("SUBMITTED");
  const { rows } = await database().query<{ job: string; work_ids: string[] }>(
    "SELECT job, work_ids FROM keeper.transactions",
  );
  expect(rows.map(({ job }) => job)).toEqual(["bundle"]);
  expect(rows[0]?.work_ids.map((id) => id.split("/")[0]).toSorted()).toEqual(["crank", "executeSlice", "prune"]);
}

/** What became of the deferred order, the slice and the expired order on the chain, with how often the keeper was paid or skipped. */
async function outcomes() {
  const events = await eventsOf(chaos);
  const named = <N extends (typeof events)[number]["eventName"]>(name: N) =>
    events.filter((event): event is Extract<(typeof events)[number], { eventName: N }> => event.eventName === name);
  return {
    deferred: named("DeferredProgressed").map(({ args }) => [args.lotsFilled, args.lotsLeft]),
    slices: named("SliceExecuted").map(({ args }) => [args.slice, args.lotsFilled]),
    removed: named("OrderCancelled").filter(({ args }) => unpackOrderId(args.orderId).priceTicks === EXPIRING_TICKS)
      .length,
    skipped: named("UpkeepSkipped").length,
  };
}

const DONE = { deferred: [[30, 0]], slices: [[0, 10]], removed: 1 };

describe("a bundle with a hostile item", () => {
  const { deployment } = { deployment: () => world().deployment };
  const dust = () =>
    Array.from({ length: DUST_ORDERS }, (_, index) => ({
      ...({ marketId: 1, side: "ASK", orderType: "LIMIT_GTC", lots: 1n } as const),
      priceTicks: CHEAPEST_DUST_TICKS + index,
    }));
  const attacks: readonly (readonly [string, () => Promise<unknown>, object])[] = [
    [
      "a slice that somebody else has just executed",
      () => world().submit("registry", buildExecuteSliceRequest(deployment(), PARENT, 150), AHEAD),
      { ...DONE, skipped: 1 },
    ],
    [
      "an order in slices that its owner has just taken back",
      () => world().submit("alice", buildCancelParentRequest(deployment(), PARENT), AHEAD),
      { ...DONE, slices: [], skipped: 1 },
    ],
    [
      "an expired order that somebody else has just removed",
      () => world().submit("registry", buildPruneRequest(deployment(), [world().askId(EXPIRING_TICKS, 1)]), AHEAD),
      { ...DONE, skipped: 0 },
    ],
    [
      "a queue that somebody else has just worked off",
      () => world().submit("registry", buildCrankRequest(deployment(), 1, 150), AHEAD),
      { ...DONE, skipped: 0 },
    ],
    [
      "an order before which its counterparty has just put others at as many prices, so that the gas of its call is too little",
      () => world().submit("alice", buildPlaceBatchRequest(deployment(), dust()), AHEAD),
      { ...DONE, skipped: 1 },
    ],
  ];

  it.each(attacks)("%s has every other item done at once, and each once", async (_, attack, expected) => {
    await bundleInThePool();
    await attack();
    await anvil().rpc("evm_mine");
    const [row] = await transactions();
    await untilState("MINED");
    expect(row?.nonce).toBe("0");
    await anvil().rpc("evm_setAutomine", [true]);
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await waitFor("every result", async () =>
      (await transactions()).every(({ state }) => state === "MINED" || state === "CONFIRMED") ? true : null,
    );
    expect(await outcomes()).toEqual(expected);
    const rows = await transactions();
    expect(rows.every((each) => each.mined_success === true)).toBe(true);
    expect(await world().nonceOf("keeper")).toBe(rows.length);
    expect(await anvil().rpc("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
  });
});
