import { exchangeAbi } from "@carbonxchange/sdk";
import type { Moment } from "@carbonxchange/sdk";
import { maxUint256 } from "viem";
import type { Address } from "viem";
import { createAnvilChain } from "./anvil-chain.ts";
import type { AnvilChain } from "./anvil-chain.ts";
import { ADMIN, BATCH, createExchangeRig, fund, openMarket } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";
import { STRANGER, TRADERS } from "./market-steps.ts";
import { KILOGRAMS, QUOTE_UNITS, createWorld } from "./market-world.ts";
import type { MarketWorld } from "./market-world.ts";

/** What an account keeps outside of the vault, to deposit. */
const POCKET = 1_000_000n;

/** The exchange on a chain that simulates, with funded traders. */
export type SimulationRig = { chain: AnvilChain; newWorld: () => MarketWorld };

/** Deploys what is deployed in production, via IR, and funds the traders. */
export async function createSimulationRig(): Promise<SimulationRig> {
  const chain = await createAnvilChain();
  const rig = await createExchangeRig(() => Promise.resolve(chain));
  await openMarket(rig);
  const feed = await chain.deploy("TestPriceFeed");
  for (const trader of TRADERS) await fund(rig, trader, QUOTE_UNITS, KILOGRAMS);
  for (const account of [...TRADERS, STRANGER]) await fillPocket(rig, account);
  const { timestamp, number } = await chain.publicClient.getBlock();
  const at: Moment = { seconds: Number(timestamp), block: Number(number) };
  const addresses = chain.wallets.map(({ account }) => account.address.toLowerCase() as Address);
  rig.contracts.exchange = { address: lower(rig.contracts.exchange.address), abi: exchangeAbi };
  const feedInSmall: Deployed = { ...feed, address: lower(feed.address) };
  return { chain, newWorld: () => createWorld(rig, feedInSmall, addresses, at) };
}

const lower = (address: Address): Address => address.toLowerCase() as Address;

async function fillPocket({ chain, contracts }: ExchangeRig, trader: number): Promise<void> {
  const { quote, credits, exchange } = contracts;
  const from = chain.wallets[ADMIN]?.account.address;
  const address = chain.wallets[trader]?.account.address;
  await chain.send(trader, quote, "mint", [address, POCKET]);
  await chain.send(trader, quote, "approve", [exchange.address, maxUint256]);
  await chain.send(ADMIN, credits, "safeTransferFrom", [from, address, BATCH, POCKET, "0x"]);
  await chain.send(trader, credits, "setApprovalForAll", [exchange.address, true]);
}
