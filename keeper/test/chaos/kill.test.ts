import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { untilRole } from "../fixtures/keeper-process.ts";
import { startPostgresProxy, type HoldPoint, type PostgresProxy } from "../fixtures/postgres-proxy.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { expectEachOnce } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, proxy, postgres, databaseUrl, transactions, untilState, untilQueueEmpty, ask, startKeeper } =
  chaos;
let sessions: PostgresProxy;
beforeAll(async () => {
  sessions = await startPostgresProxy(postgres().port);
}, 60_000);
afterAll(() => sessions.stop());

const INSERT = "INSERT INTO keeper.transactions";
const MINED = "SET state = 'MINED'";
/** Where the process stands when it is killed: its session in the database, or its call to the node, gets no further. */
type Place = { session: HoldPoint } | { muted: string } | { raw: "SWALLOW" | "MUTE" };
const session = (side: HoldPoint["side"], ...texts: string[]): Place => ({ session: { side, texts } });

const PLACES: readonly (readonly [string, Place])[] = [
  ["once the work is simulated, before its nonce is reserved", { muted: "eth_maxPriorityFeePerGas" }],
  ["between reserving the nonce and signing", session("ANSWER", "SELECT max(nonce)")],
  ["between signing and persisting", session("REQUEST", INSERT)],
  ["while it is persisted, before the commit", session("REQUEST", INSERT, "COMMIT")],
  ["once it is persisted, before the commit is known", session("ANSWER", INSERT, "COMMIT")],
  ["between persisting and broadcasting", { raw: "SWALLOW" }],
  ["once it is broadcast, before the node's answer", { raw: "MUTE" }],
  ["between the node's answer and its record", session("REQUEST", "SET accepted = true")],
  ["between acceptance and receipt", { muted: "eth_getTransactionReceipt" }],
  ["between receipt and record", session("REQUEST", MINED)],
  ["once the receipt is recorded, before the commit is known", session("ANSWER", MINED, "COMMIT")],
];

/** Makes the place the end of the way; gives how to wait until somebody stands there. */
function holdAt(place: Place): () => Promise<unknown> {
  if ("session" in place) {
    sessions.holdAt(place.session);
    return () => waitFor("a held session", () => (sessions.held() > 0 ? true : null));
  }
  if ("muted" in place) {
    proxy().mutes = place.muted;
    return () => waitFor("a muted call", () => (proxy().muted > 0 ? true : null));
  }
  proxy().rule = place.raw;
  return () => waitFor("the transaction on its way", () => proxy().seen[0]);
}

describe("kill -9", () => {
  it.each(PLACES)("%s: the effect comes once, under one nonce", async (_, place) => {
    await ask(40n);
    await world().defer(30n);
    const untilHeld = holdAt(place);
    const first = await startKeeper({ databaseUrl: sessions.url(databaseUrl()) });
    await untilHeld();
    await first.kill();

    sessions.holdAt(null);
    Object.assign(proxy(), { rule: "PASS", mutes: null });
    await startKeeper();
    await untilQueueEmpty();
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect(await world().nonceOf("keeper")).toBe(1);
    expect(await transactions()).toMatchObject([{ nonce: "0", mined_success: true }]);
    expect(new Set(proxy().seen).size).toBeLessThanOrEqual(1);
  });

  it("while the transaction waits in the pool doubles nothing", async () => {
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    const first = await startKeeper();
    await untilState("SUBMITTED");
    await first.kill();
    await untilRole(await startKeeper(), "leader");
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect(await transactions()).toHaveLength(1);
    expect(await world().nonceOf("keeper")).toBe(1);
  });

  it("of the leader lets the hot standby take over, under another signer", async () => {
    const leader = await startKeeper();
    await untilRole(leader, "leader");
    const standby = await startKeeper({ signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    await untilRole(standby, "leader");
    await ask(40n);
    await world().defer(30n);
    await untilQueueEmpty();
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([0, 1]);
  });

  it("of the leader between storing and sending: the standby sends the dead leader's transaction, not one of its own", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "SWALLOW";
    const leader = await startKeeper();
    await untilState("SIGNED");
    const standby = await startKeeper({ signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    proxy().rule = "PASS";
    await untilQueueEmpty();
    await untilState("MINED");
    await expectEachOnce(chaos, [30n]);
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([1, 0]);
    expect(await transactions()).toHaveLength(1);
  });
});
