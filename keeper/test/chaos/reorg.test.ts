import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import { untilSettled } from "../fixtures/mine-until.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { expectEachOnce } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, proxy, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chaos;
const DEPTHS = Array.from({ length: 10 }, (_, index) => index + 1);
/** Blocks fly by: what waits is neither raised nor cancelled for it. */
const PATIENT = { KEEPER_DEADLINE_BLOCKS: "100000", KEEPER_BUMP_AFTER_BLOCKS: "1000" };
const CONFIRMATIONS = 3;

/** Mines until the queue is empty: the node may lose what it is given in the midst of its reorganisation. */
const untilDone = () =>
  waitFor("the work done on the branch that stands", async () => {
    await anvil().rpc("evm_mine");
    const [head, tail] = await world().queue();
    return head === tail ? true : null;
  });
const untilEnded = () =>
  waitFor("every result", async () =>
    (await transactions()).every(({ state }) => state === "MINED" || state === "CONFIRMED") ? true : null,
  );

describe("a reorganisation", () => {
  it.each(DEPTHS)("of %i blocks that takes the result away has the work done again, once", async (depth) => {
    await ask(40n);
    await world().defer(30n);
    const keeper = await startKeeper({ env: PATIENT });
    await untilState("MINED");
    await anvil().rpc("anvil_mine", [toHex(depth - 1)]);
    await untilSettled(chaos, keeper);
    if (depth > CONFIRMATIONS) await untilState("CONFIRMED");
    await anvil().rpc("evm_setAutomine", [false]);
    await anvil().rpc("anvil_reorg", [depth, []]);
    expect((await world().queue())[0]).toBe(1);
    expect(await world().nonceOf("keeper")).toBe(0);
    await untilDone();
    await untilEnded();
    await expectEachOnce(chaos, [30n]);
    expect(await world().nonceOf("keeper")).toBe(1);
    expect(await transactions()).toMatchObject([{ nonce: "0", mined_success: true }]);
  });

  it("that takes the order away too leaves nothing to do and no transaction behind", async () => {
    await ask(40n);
    const keeper = await startKeeper({ env: PATIENT });
    await world().defer(30n);
    await untilState("MINED");
    await anvil().rpc("evm_setAutomine", [false]);
    const height = Number(await world().client.getBlockNumber({ cacheTime: 0 }));
    await anvil().rpc("anvil_reorg", [2, []]);
    await anvil().rpc("anvil_dropAllTransactions");
    await anvil().rpc("evm_mine");
    expect(await world().queue()).toEqual([1, 1]);
    await waitFor(
      "the new branch seen",
      async () => ((await keeper.metric("keeper_head_block")) ?? 0) > height || null,
    );
    await anvil().rpc("evm_setAutomine", [true]);
    await world().defer(20n);
    await untilQueueEmpty();
    await untilEnded();
    await expectEachOnce(chaos, [20n]);
    expect(await world().nonceOf("keeper")).toBe((await transactions()).length);
  });

  it("to a shorter chain is followed down and up again", async () => {
    await ask(40n);
    await world().defer(30n);
    const before = await anvil().rpc("evm_snapshot");
    const keeper = await startKeeper({ env: PATIENT });
    await untilState("MINED");
    await anvil().rpc("anvil_mine", [toHex(5)]);
    await untilSettled(chaos, keeper);
    await anvil().rpc("evm_setAutomine", [false]);
    await anvil().rpc("evm_revert", [before]);
    expect((await world().queue())[0]).toBe(1);
    await untilDone();
    await untilEnded();
    await expectEachOnce(chaos, [30n]);
    expect(await transactions()).toHaveLength(1);
  });
});

describe("heads and logs", () => {
  it("told twice, late and out of order lead to no work twice", async () => {
    const heads: unknown[] = [];
    let asked = 0;
    proxy().tell = ({ method, params }, result) => {
      if (method === "eth_getLogs") {
        const logs = result as unknown[];
        return [...logs.toReversed(), ...logs];
      }
      if (method !== "eth_getBlockByNumber" || params?.[0] !== "latest") return result;
      heads.push(result);
      const behind = [0, 0, 2, 1, 0, 3, 0][asked++ % 7] ?? 0;
      return heads.at(-1 - behind) ?? result;
    };
    await ask(100n);
    await startKeeper({ env: PATIENT });
    const lots = [9n, 8n, 7n, 6n, 5n, 4n];
    for (const each of lots) await world().defer(each);
    await untilQueueEmpty();
    await untilEnded();
    await expectEachOnce(chaos, lots);
    const rows = await transactions();
    expect(await world().nonceOf("keeper")).toBe(rows.length);
    expect(rows.map(({ nonce }) => Number(nonce))).toEqual(rows.map((_, index) => index));
  });
});
