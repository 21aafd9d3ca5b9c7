import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { expectEachOnce } from "./effects.ts";
import { mineUntil, untilSettled } from "../fixtures/mine-until.ts";

const chaos = useProcessWorld();
const { anvil, world, proxy, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chaos;
const GWEI = 10n ** 9n;
/** Longer than a call to the node may take before it is given up, twice. */
const TIMED_OUT_MS = 60_000;
const IMPATIENT = { KEEPER_RPC_TIMEOUT_MS: "2000" };

const isQueueEmpty = async () => {
  const [head, tail] = await world().queue();
  return head === tail;
};
const setAutomine = (on: boolean) => anvil().rpc("evm_setAutomine", [on]);
async function expectOnceUnderOneNonce(): Promise<void> {
  await expectEachOnce(chaos, [30n]);
  expect(await world().nonceOf("keeper")).toBe(1);
  expect(await transactions()).toMatchObject([{ nonce: "0", mined_success: true }]);
  expect(new Set(proxy().seen).size).toBe(1);
}

describe("a node that takes a transaction", () => {
  it.each([
    ["and mines it", true],
    ["and keeps it in its pool", false],
  ])("%s but answers 503: the same bytes are sent again, the effect comes once", async (_, automine) => {
    await ask(40n);
    await world().defer(30n);
    await setAutomine(automine);
    proxy().rule = "FAIL_AFTER";
    await startKeeper();
    await waitFor("an attempt", () => proxy().seen[0]);
    if (!automine) await waitFor("another attempt", () => proxy().seen[1]);
    proxy().rule = "PASS";
    if (!automine) {
      await untilState("SUBMITTED");
      await anvil().rpc("evm_mine");
    }
    await untilQueueEmpty();
    await untilState("MINED");
    await expectOnceUnderOneNonce();
  });

  it("and lets the call time out: the effect comes once", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "MUTE";
    await startKeeper({ env: IMPATIENT });
    await untilQueueEmpty();
    await waitFor(
      "the call given up and its result found",
      async () => (await transactions()).find(({ state }) => state === "MINED"),
      TIMED_OUT_MS,
    );
    await expectOnceUnderOneNonce();
  });
});

describe("a node that misbehaves", () => {
  it("with 503 for transactions gets them again until it takes them", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "FAIL";
    await startKeeper();
    await waitFor("a second attempt", () => proxy().seen[3]);
    proxy().rule = "PASS";
    await untilQueueEmpty();
    await untilState("MINED");
    await expectOnceUnderOneNonce();
  });

  it.each([
    ["answers nothing", "SILENT"],
    ["answers 503 to everything", "DOWN"],
    ["answers what is no JSON-RPC", "GARBAGE"],
  ] as const)("and %s for a while holds the work up and doubles none of it", async (_, rule) => {
    await ask(40n);
    const keeper = await startKeeper({ env: IMPATIENT });
    await waitFor("a first look", async () => ((await keeper.metric("keeper_head_block")) ? true : null));
    proxy().requests = rule;
    await world().defer(30n);
    const before = proxy().count;
    await waitFor("requests in vain", () => (proxy().count > before ? true : null), TIMED_OUT_MS);
    proxy().requests = "PASS";
    await waitFor("the work done", async () => ((await isQueueEmpty()) ? true : null), TIMED_OUT_MS);
    await untilState("MINED");
    await expectOnceUnderOneNonce();
  });

  it("and drops a transaction while blocks pass gets a replacement with raised fees under the same nonce", async () => {
    await ask(40n);
    await world().defer(30n);
    await setAutomine(false);
    await startKeeper({ env: { KEEPER_BUMP_AFTER_BLOCKS: "2" } });
    await untilState("SUBMITTED");
    const { rows } = await database().query<{ hash: string }>("SELECT hash FROM keeper.broadcasts");
    await anvil().rpc("anvil_dropTransaction", [rows[0]?.hash]);
    await anvil().rpc("anvil_mine", ["0x2"]);
    await waitFor("a replacement", async () => {
      const bumps = await database().query("SELECT 1 FROM keeper.broadcasts WHERE kind = 'BUMP' AND accepted");
      return bumps.rowCount === 0 ? null : true;
    });
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect(await world().nonceOf("keeper")).toBe(1);
  });
});

describe("a base fee that rises tenfold in a block", () => {
  it("has the transaction under way raised until it is mined, once", async () => {
    await ask(40n);
    await world().defer(30n);
    const base = 20n * GWEI;
    const mineAt = async (baseFee: bigint) => {
      await anvil().rpc("anvil_setNextBlockBaseFeePerGas", [toHex(baseFee)]);
      await anvil().rpc("evm_mine");
    };
    await setAutomine(false);
    await mineAt(base);
    const keeper = await startKeeper({
      env: { KEEPER_BUMP_AFTER_BLOCKS: "1", KEEPER_MAX_FEE_GWEI: "1000", KEEPER_MAX_BUMPS: "20" },
    });
    await untilState("SUBMITTED");
    await mineAt(base * 10n);
    expect(await world().nonceOf("keeper")).toBe(0);
    await mineUntil(chaos, keeper, "the raised transaction", isQueueEmpty, () => mineAt(base * 10n));
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect(await world().nonceOf("keeper")).toBe(1);
    const mined = await database().query<{ gas_price: string }>("SELECT gas_price FROM keeper.transactions");
    expect(BigInt(mined.rows[0]?.gas_price ?? 0)).toBeGreaterThanOrEqual(base * 10n);
  });

  it("beyond what the work is worth has the nonce cleared, and the work done once the fee has fallen", async () => {
    await ask(40n);
    await world().defer(30n);
    const base = 20n * GWEI;
    let next = base;
    const mine = async () => {
      await anvil().rpc("anvil_setNextBlockBaseFeePerGas", [toHex(next)]);
      await anvil().rpc("evm_mine");
    };
    await setAutomine(false);
    await mine();
    const keeper = await startKeeper({ env: { KEEPER_BUMP_AFTER_BLOCKS: "1", KEEPER_MAX_FEE_GWEI: "100" } });
    await untilState("SUBMITTED");
    next = base * 10n;
    for (let block = 0; block < 5; block++) await mine();
    await untilSettled(chaos, keeper);
    expect(await world().nonceOf("keeper")).toBe(0);
    next = base;
    await mineUntil(chaos, keeper, "the work", isQueueEmpty, mine);
    await waitFor("every result", async () =>
      (await transactions()).every(({ state }) => state === "MINED" || state === "CONFIRMED") ? true : null,
    );
    await expectEachOnce(chaos, [30n]);
    expect(await world().nonceOf("keeper")).toBe((await transactions()).length);
  });
});
