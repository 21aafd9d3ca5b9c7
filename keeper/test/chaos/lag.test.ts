import { toHex } from "viem";
import { afterEach, describe, it, expect } from "vitest";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { startRpcProxy, type RpcProxy } from "../fixtures/rpc-proxy.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { expectEachOnce } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, transactions, ask, startKeeper } = chaos;
/** Blocks fly by: what waits is neither raised nor cancelled for it. */
const PATIENT = { KEEPER_DEADLINE_BLOCKS: "100000", KEEPER_BUMP_AFTER_BLOCKS: "1000" };
const endpoints: RpcProxy[] = [];
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map(({ stop }) => stop()));
});

/** An endpoint of the chain that is so many blocks behind, with all that it says of heads, state and receipts. */
async function startEndpoint(behind: () => number): Promise<RpcProxy> {
  const endpoint = await startRpcProxy(anvil().url);
  endpoints.push(endpoint);
  let newest = 0;
  endpoint.ask = async (call) => {
    newest = Number(await anvil().rpc("eth_blockNumber")) - behind();
    const params = call.params?.map((param) => (param === "latest" ? toHex(newest) : param));
    return params === undefined ? call : { ...call, params };
  };
  endpoint.tell = ({ method }, result) => {
    if (typeof result !== "object" || result === null || !("blockNumber" in result)) return result;
    const isUnknown = Number(result.blockNumber) > newest;
    return isUnknown && (method === "eth_getTransactionReceipt" || method === "eth_getTransactionByHash")
      ? null
      : result;
  };
  return endpoint;
}

let asked = 0;
/** Each question finds another one of several nodes behind one address. */
const flapping = () => [0, 2, 1, 0, 2, 2][asked++ % 6] ?? 0;
const steady = (blocks: number) => () => blocks;

describe("endpoints two blocks behind", () => {
  it.each([
    ["the preferred one of three", [steady(2), steady(0), steady(0)]],
    ["two of three", [steady(2), steady(2), steady(0)]],
    ["all of them", [steady(2), steady(2), steady(2)]],
    ["the only one, now and then", [flapping]],
  ])("%s: each order is executed once, no nonce twice", async (_, lags) => {
    const urls = (await Promise.all(lags.map(startEndpoint))).map(({ url }) => url);
    await ask(100n);
    await anvil().rpc("anvil_mine", [toHex(3)]);
    await startKeeper({ env: { ...PATIENT, RPC_URLS: urls.join(",") } });
    const lots = [9n, 8n, 7n];
    for (const each of lots) await world().defer(each);
    await waitFor(
      "the work done and every result seen",
      async () => {
        await anvil().rpc("evm_mine");
        const [head, tail] = await world().queue();
        const rows = await transactions();
        const isEnded = rows.length > 0 && rows.every(({ state }) => state === "MINED" || state === "CONFIRMED");
        return head === tail && isEnded ? true : null;
      },
      60_000,
    );
    await expectEachOnce(chaos, lots);
    const rows = await transactions();
    expect(await world().nonceOf("keeper")).toBe(rows.length);
    expect(rows.map(({ nonce }) => Number(nonce))).toEqual(rows.map((_row, index) => index));
  });
});
