import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, keyOf } from "../fixtures/exchange-world.ts";
import { untilRole } from "../fixtures/keeper-process.ts";
import { mineUntil } from "../fixtures/mine-until.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const chain = useProcessWorld();
const { anvil, world, proxy, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chain;
const STANDBY = { signer: "standby", env: { KEEPER_STANDBY_BLOCKS: "3" } } as const;

const isQueueEmpty = async () => {
  const [head, tail] = await world().queue();
  return head === tail;
};

describe("a hot standby", () => {
  it("does the work of a leader that is alive and hangs, and the leader's return changes nothing", async () => {
    const leader = await startKeeper();
    await untilRole(leader, "leader");
    const standby = await startKeeper(STANDBY);
    await untilRole(standby, "standby");
    leader.signal("SIGSTOP");
    await ask(40n);
    await world().defer(30n);
    await mineUntil(chain, standby, "the standby's work", isQueueEmpty);
    expect(await standby.role()).toBe("standby");
    expect(await world().nonceOf("keeper")).toBe(0);
    expect(await world().nonceOf("standby")).toBe(1);
    expect(await world().creditsOf("bob")).toBe(30_000n);

    leader.signal("SIGCONT");
    await world().defer(10n);
    await untilQueueEmpty();
    await untilRole(leader, "leader");
    await waitFor("both results", async () =>
      (await transactions()).filter(({ state }) => state === "MINED" || state === "CONFIRMED").length === 2
        ? true
        : null,
    );
    expect(await world().creditsOf("bob")).toBe(40_000n);
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([1, 1]);
  });

  it("and a leader that had stored and not sent its transaction have the effect once", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "SWALLOW";
    const leader = await startKeeper();
    await untilState("SIGNED");
    leader.signal("SIGSTOP");
    proxy().rule = "PASS";
    const standby = await startKeeper(STANDBY);
    await untilRole(standby, "standby");
    await mineUntil(chain, standby, "the standby's work", isQueueEmpty);
    leader.signal("SIGCONT");
    await waitFor("the leader's own transaction", async () => ((await world().nonceOf("keeper")) === 1 ? true : null));
    await waitFor("both results", async () =>
      (await transactions()).every(({ state }) => state === "MINED" || state === "CONFIRMED") ? true : null,
    );
    expect(await transactions()).toHaveLength(2);
    expect(await world().creditsOf("bob")).toBe(30_000n);
    expect((await world().order(world().askId(1_250, 1))).lots).toBe(10);
  });

  it("finishes what it has begun when it becomes the leader", async () => {
    const leader = await startKeeper();
    await untilRole(leader, "leader");
    leader.signal("SIGSTOP");
    const standby = await startKeeper(STANDBY);
    await untilRole(standby, "standby");
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    const stored = async () => (await transactions()).length === 1;
    await mineUntil(chain, standby, "the standby's transaction", stored);
    await leader.kill();
    await untilRole(standby, "leader");
    await anvil().rpc("evm_mine");
    await untilState("MINED");
    const lanes = await database().query<{ lane: string }>("SELECT lane FROM keeper.transactions");
    expect(lanes.rows).toEqual([{ lane: "leader" }]);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });

  it("with the leader's signer only waits", async () => {
    const leader = await startKeeper();
    await untilRole(leader, "leader");
    const standby = await startKeeper({ env: { KEEPER_STANDBY_BLOCKS: "1", KEEPER_LOG_LEVEL: "debug" } });
    await untilRole(standby, "standby");
    leader.signal("SIGSTOP");
    await ask(40n);
    await world().defer(30n);
    for (let block = 0; block < 5; block++) await anvil().rpc("evm_mine");
    await waitFor("its reason", () => (standby.output().includes("it only waits") ? true : null));
    expect(await transactions()).toEqual([]);
    expect(await world().nonceOf("keeper")).toBe(0);
  });
});

describe("a keeper with several keys", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carbonx-keeper-keys-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("sends each lane under its own, and passes the lanes of one without funds to the other", async () => {
    const files = [join(folder, "one"), join(folder, "two")];
    await writeFile(files[0] ?? "", keyOf("keeper"));
    await writeFile(files[1] ?? "", keyOf("standby"));
    await anvil().rpc("anvil_setBalance", [accountOf("keeper").address, "0x1"]);
    const env = {
      KEEPER_PRIVATE_KEY: "",
      KEEPER_PRIVATE_KEY_FILE: files.join(","),
      KEEPER_MIN_BALANCE_WEI: "1000000000000000",
    };
    const keeper = await startKeeper({ env });
    await ask(40n);
    await world().defer(10n);
    await untilQueueEmpty();
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([0, 1]);
    const usable = `keeper_signer_usable{signer="${accountOf("keeper").address.toLowerCase()}"}`;
    expect(await keeper.metric(usable)).toBe(0);
    await anvil().rpc("anvil_setBalance", [accountOf("keeper").address, "0xde0b6b3a7640000"]);
    await waitFor("its funds seen", async () => ((await keeper.metric(usable)) === 1 ? true : null));
    await world().defer(10n);
    await untilQueueEmpty();
    // matching is the third lane, so the first signer's again
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([1, 1]);
  });
});
