import { parseEther } from "viem";
import { describe, expect, it } from "vitest";
import { RECIPIENT, useRpcCluster } from "../fixtures/rpc-cluster.ts";

const { clock, mine, node, proxy, pool, transfer, metric } = useRpcCluster();
const ALL = [0, 1, 2];

/** Mines a transfer on some nodes. */
async function pay(on: readonly number[], branch = 0): Promise<`0x${string}`> {
  const { raw, hash } = await transfer();
  for (const index of on) await node(index).rpc("eth_sendRawTransaction", [raw]);
  await mine(on, branch);
  return hash;
}

describe("the quorum head", () => {
  it("is the newest block that all hold", async () => {
    await mine(ALL);
    const rpc = pool();
    expect(await rpc.head()).toEqual(expect.objectContaining({ number: 4n, timestamp: 1_700_000_400n }));
    for (const index of ALL) expect(await metric("keeper_rpc_up", index)).toBe(1);
  });

  it("is the newest block of a majority while one endpoint is two blocks behind, which stays healthy", async () => {
    await mine([1, 2]);
    await mine([1, 2]);
    expect((await pool().head()).number).toBe(5n);
    expect(await metric("keeper_rpc_up", 0)).toBe(1);
    expect(await metric("keeper_rpc_lag_blocks", 0)).toBe(2);
    expect(await metric("keeper_rpc_head_block", 0)).toBe(3);
  });

  it("calls an endpoint sick that is three blocks behind", async () => {
    for (let block = 0; block < 3; block++) await mine([1, 2]);
    expect((await pool().head()).number).toBe(6n);
    expect(await metric("keeper_rpc_up", 0)).toBe(0);
  });

  it("waits for a second endpoint before it believes a block", async () => {
    await mine([0]);
    expect((await pool().head()).number).toBe(3n);
  });

  it("is the majority's where one endpoint is on another branch", async () => {
    await mine([0], 7);
    await mine([1, 2]);
    const { hash } = await pool().head();
    const blocks = await Promise.all([0, 1].map((index) => node(index).rpc("eth_getBlockByNumber", ["0x4", false])));
    expect(blocks[1]).toMatchObject({ hash });
    expect(blocks[0]).not.toMatchObject({ hash });
    expect(await metric("keeper_rpc_up", 0)).toBe(0);
    expect(await metric("keeper_rpc_up", 1)).toBe(1);
  });

  it("is the last common block of two endpoints that have parted", async () => {
    for (let block = 0; block < 2; block++) {
      await mine([0], 7);
      await mine([1]);
    }
    const rpc = pool({ urls: [proxy(0).url, proxy(1).url] });
    expect((await rpc.head()).number).toBe(3n);
  });

  it.each(["DOWN", "SILENT", "GARBAGE"] as const)("goes on while one endpoint is %s", async (requests) => {
    proxy(0).requests = requests;
    await mine(ALL);
    expect((await pool().head()).number).toBe(4n);
    expect(await metric("keeper_rpc_up", 0)).toBe(0);
    expect(await metric("keeper_rpc_failures_total", 0)).toBe(1);
  });

  it("says so when no endpoint answers", async () => {
    for (const index of ALL) proxy(index).requests = "DOWN";
    await expect(pool().head()).rejects.toMatchObject({ code: "NO_ENDPOINT" });
  });

  it("leaves an endpoint alone for 60 s after three failures in a row, then asks it again", async () => {
    proxy(0).requests = "DOWN";
    const rpc = pool();
    for (let round = 0; round < 5; round++) await rpc.head();
    expect(proxy(0).count).toBe(3);
    clock.now += 60_000;
    proxy(0).requests = "PASS";
    await rpc.head();
    expect(proxy(0).count).toBe(4);
    expect(await metric("keeper_rpc_up", 0)).toBe(1);
  });
});

describe("reads", () => {
  it("of the head never come from the endpoint that has not reached it, although it is the preferred one", async () => {
    await pay([1, 2]);
    const rpc = pool();
    const { number: blockNumber } = await rpc.head();
    expect(await rpc.client.getBalance({ address: RECIPIENT, blockNumber })).toBe(parseEther("1"));
  });

  it("fail over from an endpoint that falls back behind the head it had reported", async () => {
    const before = await node(0).rpc("evm_snapshot");
    await pay(ALL);
    const rpc = pool();
    const { number: blockNumber } = await rpc.head();
    await node(0).rpc("evm_revert", [before]);
    expect(await rpc.client.getBalance({ address: RECIPIENT, blockNumber })).toBe(parseEther("1"));
  });

  it("fail over from an endpoint that moves to another branch after it had reported the head", async () => {
    const before = await node(0).rpc("evm_snapshot");
    await pay(ALL);
    const rpc = pool();
    const { number: blockNumber } = await rpc.head();
    await node(0).rpc("evm_revert", [before]);
    await node(0).rpc("evm_mine", [{ timestamp: 1_700_000_407 }]);
    expect(await rpc.client.getBalance({ address: RECIPIENT, blockNumber })).toBe(parseEther("1"));
  });

  it.each(["DOWN", "SILENT", "GARBAGE"] as const)("of nonce and balance fail over from %s", async (requests) => {
    await pay(ALL);
    const rpc = pool();
    await rpc.head();
    proxy(0).requests = requests;
    expect(await rpc.client.getBalance({ address: RECIPIENT })).toBe(parseEther("1"));
    expect(await rpc.client.getTransactionCount({ address: RECIPIENT })).toBe(0);
    expect(await metric("keeper_rpc_failures_total", 0)).toBeGreaterThan(0);
  });

  it("of receipts come from any endpoint of the branch that has one", async () => {
    const before = await node(0).rpc("evm_snapshot");
    const hash = await pay(ALL);
    const rpc = pool();
    await rpc.head();
    await node(0).rpc("evm_revert", [before]);
    expect(await rpc.client.getTransactionReceipt({ hash })).toMatchObject({ blockNumber: 4n, status: "success" });
  });

  it("of receipts take none from another branch", async () => {
    const hash = await pay([0], 7);
    await mine([1, 2]);
    const rpc = pool();
    await rpc.head();
    expect(await node(0).rpc("eth_getTransactionReceipt", [hash])).not.toBeNull();
    await expect(rpc.client.getTransactionReceipt({ hash })).rejects.toMatchObject({
      name: "TransactionReceiptNotFoundError",
    });
  });

  it("show no part of a URL but its host when they fail", async () => {
    const { host } = new URL(proxy(0).url);
    const rpc = pool({ urls: [`http://user:password@${host}/secret-path?key=secret-key`] });
    await rpc.head();
    proxy(0).requests = "DOWN";
    const failure: unknown = await rpc.client.getBalance({ address: RECIPIENT }).catch((error: unknown) => error);
    const { message, stack } = failure as Error;
    const shown = `${message} ${stack} ${JSON.stringify(failure)}`;
    expect(shown).toContain(host);
    for (const secret of ["secret-path", "secret-key", "password"]) expect(shown).not.toContain(secret);
  });
});

describe("broadcasting", () => {
  it("goes to every endpoint and is accepted when one of them says so", async () => {
    const rpc = pool();
    await rpc.head();
    proxy(0).rule = "MUTE";
    proxy(1).rule = "FAIL";
    const { raw, hash } = await transfer();
    expect(await rpc.broadcast(raw, 3n)).toEqual({ outcome: "ACCEPTED" });
    await expect.poll(() => ALL.map((index) => proxy(index).seen)).toEqual([[raw], [raw], [raw]]);
    // the endpoint that timed out had accepted it all the same
    await mine([0]);
    expect(await node(0).rpc("eth_getTransactionReceipt", [hash])).toMatchObject({ status: "0x1" });
  });

  it("is unknown as long as one endpoint may hold it", async () => {
    const rpc = pool();
    await rpc.head();
    for (const index of ALL) proxy(index).rule = index === 0 ? "MUTE" : "FAIL";
    expect(await rpc.broadcast((await transfer()).raw, 3n)).toMatchObject({ outcome: "UNKNOWN" });
  });

  it("is refused when every endpoint refuses", async () => {
    await pay(ALL);
    const rpc = pool();
    await rpc.head();
    expect(await rpc.broadcast((await transfer(0)).raw, 3n)).toMatchObject({ outcome: "NONCE_USED" });
  });

  it("counts garbage as not knowing", async () => {
    const rpc = pool({ urls: [proxy(0).url] });
    await rpc.head();
    proxy(0).requests = "GARBAGE";
    expect(await rpc.broadcast((await transfer()).raw, 3n)).toMatchObject({ outcome: "UNKNOWN" });
  });

  it("keeps to the private endpoint until some blocks have passed", async () => {
    const rpc = pool({ urls: [proxy(0).url, proxy(1).url], privateUrl: proxy(2).url });
    const { raw } = await transfer();
    const { number: firstBlock } = await rpc.head();
    await rpc.broadcast(raw, firstBlock);
    await mine([0, 1]);
    await rpc.head();
    await rpc.broadcast(raw, firstBlock);
    expect(ALL.map((index) => proxy(index).seen.length)).toEqual([0, 0, 2]);
    expect(rpc.isWithheld(firstBlock)).toBe(true);
    await mine([0, 1]);
    await rpc.head();
    expect(rpc.isWithheld(firstBlock)).toBe(false);
    await rpc.broadcast(raw, firstBlock);
    await expect.poll(() => ALL.map((index) => proxy(index).seen.length)).toEqual([1, 1, 3]);
  });
});
