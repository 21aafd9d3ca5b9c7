import { buildPlaceParentRequest } from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { untilRole } from "../fixtures/keeper-process.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { eventsOf, expectEachOnce } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, proxy, postgres, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chaos;
const A_DAY_SECONDS = 86_400;

const untilEachMined = (count: number) =>
  waitFor(`${count} results`, async () =>
    (await transactions()).filter(({ state }) => state === "MINED" || state === "CONFIRMED").length === count
      ? true
      : null,
  );

describe("a restart of the database under a running keeper", () => {
  const situations: readonly (readonly [string, () => Promise<void>, () => Promise<unknown>])[] = [
    [
      "with a transaction stored and not sent",
      async () => {
        proxy().rule = "FAIL";
        await untilState("SIGNED");
      },
      () => Promise.resolve((proxy().rule = "PASS")),
    ],
    [
      "with a transaction in the pool that is mined meanwhile",
      async () => {
        await untilState("SUBMITTED");
      },
      async () => {
        await anvil().rpc("evm_mine");
        await anvil().rpc("evm_setAutomine", [true]);
      },
    ],
  ];

  it.each(situations)("%s doubles and loses nothing", async (_, before, meanwhile) => {
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    if (before === situations[0]?.[1]) proxy().rule = "FAIL";
    const keeper = await startKeeper();
    await before();
    await postgres().down();
    await meanwhile();
    await anvil().rpc("evm_setAutomine", [true]);
    await postgres().up();
    await untilRole(keeper, "leader");
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await untilEachMined(1);
    await world().defer(10n);
    await untilQueueEmpty();
    await untilEachMined(2);
    await expectEachOnce(chaos, [30n, 10n]);
    expect(await world().nonceOf("keeper")).toBe(2);
    expect(new Set(proxy().seen).size).toBe(2);
  });
});

describe("a chain whose time jumps by a day", () => {
  const jump = async (seconds = A_DAY_SECONDS) => {
    await anvil().rpc("evm_increaseTime", [seconds]);
    await anvil().rpc("evm_mine");
  };

  it("executes what has not expired once, and gives back once what has", async () => {
    await ask(40n);
    await anvil().rpc("evm_setAutomine", [false]);
    const keeper = await startKeeper();
    await untilRole(keeper, "leader");
    const { timestamp } = await world().client.getBlock();
    const expiry = Number(timestamp) + A_DAY_SECONDS / 2;
    await anvil().rpc("evm_setAutomine", [true]);
    keeper.signal("SIGSTOP");
    const cash = await world().cashOf("bob");
    const bid = { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_300, maxFills: 0 } as const;
    await world().place("bob", { ...bid, lots: 7n, expiry });
    const held = cash - (await world().cashOf("bob"));
    await world().defer(30n);
    await jump();
    keeper.signal("SIGCONT");
    await untilQueueEmpty();
    await untilState("MINED");
    const events = await eventsOf(chaos);
    const names = events.map(({ eventName }) => eventName).filter((name) => name.startsWith("Deferred"));
    expect(names).toEqual(["DeferredCancelled", "DeferredProgressed"]);
    expect(held).toBeGreaterThan(0n);
    expect(await world().creditsOf("bob")).toBe(30_000n);
    expect(await world().nonceOf("keeper")).toBe((await transactions()).length);
  });

  it("executes each slice of an order at most once and no more than the order in all", async () => {
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 100n });
    const before = await world().creditsOf("bob");
    const keeper = await startKeeper({ env: { KEEPER_SLICE_JITTER_PERCENT: "0" } });
    await untilRole(keeper, "leader");
    const terms = { marketId: 1, kind: "TWAP", side: "ASK", lots: 60n, limitTicks: 1_200 } as const;
    await world().send("alice", buildPlaceParentRequest(world().deployment, { ...terms, interval: 10_800, slices: 8 }));
    await jump(100); // its first slice has begun
    await untilEachMined(1);
    await jump(70_000); // its seventh slice has begun
    await untilEachMined(2);
    const slices = (await eventsOf(chaos)).flatMap((event) =>
      event.eventName === "SliceExecuted" ? [{ slice: event.args.slice, lots: BigInt(event.args.lotsFilled) }] : [],
    );
    expect(slices.map(({ slice }) => slice)).toEqual([0, 6]);
    const filled = slices.reduce((sum, { lots }) => sum + lots, 0n);
    expect(filled).toBeLessThanOrEqual(60n);
    expect(await world().creditsOf("bob")).toBe(before + filled * 1_000n);
    expect(await world().nonceOf("keeper")).toBe(2);
  });
});
