import {
  buildPlaceConditionalRequest,
  buildPlaceParentRequest,
  packOrderId,
  type ConditionalInput,
} from "@carbonxchange/sdk";
import { Registry } from "prom-client";
import { afterAll, beforeAll } from "vitest";
import { createBlockSource } from "../../src/adapters/chain/block-source.ts";
import { createChainReader } from "../../src/adapters/chain/chain-reader.ts";
import { createRpcPool } from "../../src/adapters/chain/rpc-pool.ts";
import { createTransactionSender } from "../../src/adapters/chain/transaction-sender.ts";
import { freePort } from "../../../test/free-port.ts";
import { createRpcMetrics } from "../../src/adapters/rpc-metrics.ts";
import { systemClock } from "../../src/adapters/system-clock.ts";
import { startAnvil, type Anvil } from "../fixtures/anvil.ts";
import { createExchangeWorld, keyOf, type ExchangeWorld } from "../fixtures/exchange-world.ts";
import { answer } from "../memory/answer.ts";
import { createMemoryChain } from "../memory/chain.ts";
import { chainConformance } from "./chain.suite.ts";
import { privateKeyToAccount } from "viem/accounts";

let anvil: Anvil;
let world: ExchangeWorld;
let snapshot: unknown;

beforeAll(async () => {
  anvil = await startAnvil(await freePort());
  world = await createExchangeWorld(anvil);
  snapshot = await anvil.rpc("evm_snapshot");
}, 180_000);
afterAll(async () => {
  await world.remove();
  await anvil.stop();
}, 60_000);

chainConformance("in memory", () => {
  const memory = createMemoryChain();
  const { reader, sender, source, chain } = memory;
  return Promise.resolve({
    reader,
    sender,
    source,
    defer: (lots) => answer(() => memory.defer(lots)),
    rest: async (seconds) => memory.rest((await reader.head()).timestamp + BigInt(seconds)),
    startAuction: () => answer(() => memory.setPhase("AUCTION", 300n)),
    halt: () => answer(() => memory.setPhase("HALTED", 86_400n)),
    stop: async ({ expiresInSeconds, trailTicks = 0 }) => {
      const { timestamp } = await reader.head();
      const expiry = expiresInSeconds === undefined ? 0n : timestamp + BigInt(expiresInSeconds);
      return memory.conditional({ trailTicks, expiry });
    },
    fall: (id) => answer(() => memory.meet(id)),
    rise: () => answer(() => memory.setReference(1_260)),
    sliced: async () => memory.parent((await reader.head()).timestamp),
    setAutomine: (on) =>
      answer(() => {
        chain.automine = on;
      }),
    mine: (seconds = 1) => answer(() => memory.mine(BigInt(seconds))),
  });
});

chainConformance("viem on anvil through the pool, the real exchange", async () => {
  await anvil.rpc("evm_revert", [snapshot]);
  snapshot = await anvil.rpc("evm_snapshot");
  const rpc = createRpcPool({
    urls: [anvil.url],
    privateUrl: null,
    privateBlocks: 1n,
    timeoutMs: 10_000,
    clock: systemClock,
    metrics: createRpcMetrics(new Registry()),
  });
  const { client } = rpc;
  const { exchange: book, auditAnchor, completenessLedger } = world.deployment.contracts;
  const exchange = book.address;
  const targets = { exchange, auditAnchor: auditAnchor.address, completenessLedger: completenessLedger.address };
  const account = privateKeyToAccount(keyOf("keeper"));
  return {
    reader: { ...createChainReader(client, exchange), head: rpc.head },
    sender: {
      ...createTransactionSender({ client, account, chainId: 31337, targets }),
      broadcast: rpc.broadcast,
    },
    source: createBlockSource(client, exchange),
    defer: async (lots) => {
      await world.defer(lots);
    },
    rest: async (seconds) => {
      const { timestamp } = await world.client.getBlock();
      const expiry = Number(timestamp) + seconds;
      await world.place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 5n, expiry });
      return world.askId(1_250, 1);
    },
    startAuction: async () => {
      await world.operate("officer", "haltMarket");
      await world.operate("deployer", "openMarket");
    },
    halt: async () => {
      await world.operate("officer", "haltMarket");
    },
    stop: async ({ expiresInSeconds, trailTicks }) => {
      await world.trade(1_250);
      const { timestamp } = await world.client.getBlock();
      const expiry = expiresInSeconds === undefined ? 0 : Number(timestamp) + expiresInSeconds;
      const terms = { marketId: 1, side: "ASK", lots: 5n, limitTicks: 1_000, expiry } as const;
      const order: ConditionalInput =
        trailTicks === undefined
          ? { ...terms, kind: "STOP_MARKET", triggerTicks: 1_240 }
          : { ...terms, kind: "TRAILING_STOP", trailTicks };
      await world.send("alice", buildPlaceConditionalRequest(world.deployment, order));
      return packOrderId({ marketId: 1, kind: "CONDITIONAL", priceTicks: 0, sequence: 1 });
    },
    fall: async () => {
      await world.trade(1_235);
      await anvil.rpc("evm_mine");
    },
    rise: async () => {
      await world.trade(1_260);
      await anvil.rpc("evm_mine");
    },
    sliced: async () => {
      await world.place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 40n });
      const terms = { marketId: 1, side: "ASK", lots: 30n, limitTicks: 1_200, interval: 100 } as const;
      await world.send("alice", buildPlaceParentRequest(world.deployment, { ...terms, kind: "TWAP", slices: 3 }));
      return packOrderId({ marketId: 1, kind: "PARENT", priceTicks: 0, sequence: 1 });
    },
    setAutomine: async (on) => {
      await anvil.rpc("evm_setAutomine", [on]);
    },
    mine: async (seconds = 1) => {
      await anvil.rpc("evm_increaseTime", [seconds]);
      await anvil.rpc("evm_mine");
    },
  };
});
