import {
  buildCreateMarketRequest,
  buildPlaceBatchRequest,
  buildPlaceParentRequest,
  exchangeAbi,
  UNBOUNDED_RULES,
  type OrderInput,
  type ParentInput,
} from "@carbonxchange/sdk";
import { encodeFunctionData, toHex, type Abi, type Address, type Block } from "viem";
import { freePort } from "../../test/free-port.ts";
import { startTestPostgres } from "../../test/postgres.ts";
import { startAnvil, type Anvil } from "../test/fixtures/anvil.ts";
import { accountOf, createExchangeWorld, type ExchangeWorld } from "../test/fixtures/exchange-world.ts";

export const BLOCK_GAS = 30_000_000;
const TERMS = { baseAsset: 2, quoteAsset: 1, lotUnits: 1_000n, tickSize: 10_000n, minLots: 1n };
const FEES = { makerFeePips: 500, takerFeePips: 1_000 };
const CALL_GAS = 1_000_000;

type Call = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] };
type Trader = "alice" | "bob";

/** A chain that mines only when told to, with the real contracts, and a Postgres; all on loopback. */
export type BenchWorld = {
  anvil: Anvil;
  world: ExchangeWorld;
  databaseUrl: string;
  /** Puts a call into the pool; the next block has it. */
  submit: (from: Trader, call: Call, gas?: number) => Promise<void>;
  /** The same for orders of any number, in batches of at most 50. */
  place: (from: Trader, orders: readonly Omit<OrderInput, "minFillLots">[]) => Promise<void>;
  placeParent: (from: Trader, parent: ParentInput) => Promise<void>;
  /** Mines one block so many seconds after the last. */
  mine: (seconds?: number) => Promise<Block>;
  /** Orders that wait in the queues of all markets. */
  waiting: () => Promise<number>;
  close: () => Promise<void>;
};

/** Opens it with so many markets of one batch and currency. */
export async function openBenchWorld(markets: number): Promise<BenchWorld> {
  const anvil = await startAnvil(await freePort(), ["--gas-limit", `${BLOCK_GAS}`]);
  const postgres = await startTestPostgres(await freePort());
  const world = await createExchangeWorld(anvil);
  const { deployment, client } = world;
  for (let market = 2; market <= markets; market++) {
    await world.send("deployer", buildCreateMarketRequest(deployment, { ...TERMS, ...FEES }, UNBOUNDED_RULES));
  }
  await anvil.rpc("evm_setAutomine", [false]);

  const submit = async (from: Trader, { address, abi, functionName, args }: Call, gas = CALL_GAS) => {
    const data = encodeFunctionData({ abi, functionName, args: [...args] });
    const fees = { maxFeePerGas: toHex(10n ** 12n), maxPriorityFeePerGas: toHex(1n) };
    await anvil.rpc("eth_sendTransaction", [
      { from: accountOf(from).address, to: address, data, gas: toHex(gas), ...fees },
    ]);
  };
  const queueOf = async (marketId: number) => {
    const { address } = deployment.contracts.exchange;
    return client.readContract({ address, abi: exchangeAbi, functionName: "queue", args: [marketId] });
  };
  return {
    anvil,
    world,
    databaseUrl: await postgres.freshDatabase(),
    submit,
    async place(from, orders) {
      for (let first = 0; first < orders.length; first += 50) {
        const batch = orders.slice(first, first + 50);
        await submit(from, buildPlaceBatchRequest(deployment, batch), Math.max(CALL_GAS, 120_000 * batch.length));
      }
    },
    placeParent: (from, parent) => submit(from, buildPlaceParentRequest(deployment, parent)),
    async mine(seconds = 1) {
      const { timestamp } = await client.getBlock();
      await anvil.rpc("evm_setNextBlockTimestamp", [Number(timestamp) + seconds]);
      await anvil.rpc("evm_mine");
      return client.getBlock();
    },
    async waiting() {
      const queues = await Promise.all(Array.from({ length: markets }, (_, index) => queueOf(index + 1)));
      return queues.reduce((sum, [head, tail]) => sum + tail - head, 0);
    },
    async close() {
      await world.remove();
      await postgres.stop();
      await anvil.stop();
    },
  };
}
