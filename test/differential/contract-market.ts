import {
  buildCancelBatchRequest,
  buildCancelRequest,
  buildCrankRequest,
  buildPlaceRequest,
  buildPruneRequest,
  buildWithdrawRequest,
  decodeFills,
  buildSetMarketRulesRequest,
  exchangeAbi,
} from "@carbonxchange/sdk";
import { encodeFunctionData, parseEventLogs } from "viem";
import type { Abi, Address } from "viem";
import { ADMIN, BASE, MARKET, QUOTE } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import { TRADERS } from "./market-steps.ts";
import type { StepEffect } from "./market-outcome.ts";
import type { MarketStep } from "./market-steps.ts";

const GAS = 10_000_000n;
const MANY = 1000;

/** Sends a step to the contracts in a block at `now`; returns what its events say. Throws on a revert. */
export async function sendStep(
  rig: ExchangeRig,
  step: MarketStep,
  now: number,
  ids: readonly bigint[],
): Promise<StepEffect> {
  const { chain, contracts, deployment } = rig;
  const trader = addressOf(rig, step.who);
  const send = async (from: number, to: Address, abi: Abi, functionName: string, args: readonly unknown[]) => {
    await chain.setNextTime(now);
    const data = encodeFunctionData({ abi, functionName, args });
    const hash = await chain.wallets[from]?.sendTransaction({ to, data, gas: GAS });
    if (!hash) throw new RangeError(`no account ${from}`);
    const { logs } = await chain.publicClient.getTransactionReceipt({ hash });
    const takes = parseEventLogs({ abi: exchangeAbi, logs, eventName: "Taken" });
    const [tripped] = parseEventLogs({ abi: exchangeAbi, logs, eventName: "BreakerTripped" });
    return {
      fills: takes.flatMap(({ args: taken }) => decodeFills(taken.fills)),
      breach: tripped === undefined ? null : breachOf(tripped.args),
    };
  };
  const request = ({
    address,
    abi,
    functionName,
    args,
  }: {
    address: Address;
    abi: Abi;
    functionName: string;
    args: readonly unknown[];
  }) => send(step.who, address, abi, functionName, args);
  const operate = (functionName: string, args: readonly unknown[]) =>
    send(ADMIN, contracts.exchange.address, contracts.exchange.abi, functionName, args);
  switch (step.act) {
    case "place": {
      const expiry = step.expiresIn === 0 ? 0 : now + step.expiresIn;
      return request(buildPlaceRequest(deployment, { ...step.order, expiry }));
    }
    case "cancel":
      return request(buildCancelRequest(deployment, picked(ids, step.pick)));
    case "cancelBatch":
      return request(buildCancelBatchRequest(deployment, pickedMany(ids, step.pick)));
    case "prune":
      return request(buildPruneRequest(deployment, pickedMany(ids, step.pick)));
    case "crank":
      return request(buildCrankRequest(deployment, MARKET, step.maxSteps));
    case "withdraw":
      return request(buildWithdrawRequest(deployment, step.asset, step.amount, trader));
    case "freeze":
      return send(ADMIN, contracts.gate.address, contracts.gate.abi, "setFrozen", [trader, step.frozen]);
    case "phase":
      return operate(`${step.move}Market`, [MARKET]);
    case "rules": {
      const { address, abi, functionName, args } = buildSetMarketRulesRequest(deployment, MARKET, step.rules);
      return send(ADMIN, address, abi, functionName, args);
    }
    case "fees":
      return operate("setMarketFees", [MARKET, step.makerFeePips, step.takerFeePips]);
  }
}

function breachOf({ priceTicks, lowTicks, highTicks }: { priceTicks: number; lowTicks: number; highTicks: number }) {
  return { priceTicks, low: lowTicks, high: highTicks };
}

/** The id a step means; an id that never existed while none is known. */
export function picked(ids: readonly bigint[], pick: number): bigint {
  return ids[pick % Math.max(ids.length, 1)] ?? (1n << 56n) | 1n;
}

/** A run of four ids, with a repetition. */
export function pickedMany(ids: readonly bigint[], pick: number): bigint[] {
  return [0, 1, 2, 0].map((offset) => picked(ids, pick + offset));
}

/** The trader's address as the reference book names it. */
export function addressOf(rig: ExchangeRig, account: number): Address {
  const wallet = rig.chain.wallets[account];
  if (!wallet) throw new RangeError(`no account ${account}`);
  return wallet.account.address.toLowerCase() as Address;
}

/** Everything that the market's views say, in one comparable value. */
export async function readMarketState(rig: ExchangeRig) {
  const target = { address: rig.contracts.exchange.address, abi: exchangeAbi };
  const ask = rig.chain.publicClient;
  const depthOf = async (side: number) => {
    const levels = await ask.readContract({ ...target, functionName: "depth", args: [MARKET, side, 0, MANY] });
    return Promise.all(
      levels.map(async ({ priceTicks, lots }) => ({
        priceTicks,
        lots: BigInt(lots),
        orders: await ordersAt(side, priceTicks),
      })),
    );
  };
  const ordersAt = async (side: number, priceTicks: number) => {
    const args = [MARKET, side, priceTicks, MANY] as const;
    const [ids, orders] = await ask.readContract({ ...target, functionName: "ordersAt", args });
    return orders.map(({ owner, lots, expiry, feePips }, index) => ({
      id: ids[index],
      owner: owner.toLowerCase(),
      lots: BigInt(lots),
      expiry,
      feePips,
    }));
  };
  const [best, bids, asks, queue, phase, tape, fees, balances] = await Promise.all([
    ask.readContract({ ...target, functionName: "best", args: [MARKET] }),
    depthOf(0),
    depthOf(1),
    ask.readContract({ ...target, functionName: "queue", args: [MARKET] }),
    ask.readContract({ ...target, functionName: "marketPhase", args: [MARKET] }),
    ask.readContract({ ...target, functionName: "tape", args: [MARKET] }),
    ask.readContract({ ...target, functionName: "collectedFees", args: [MARKET] }),
    Promise.all(
      TRADERS.flatMap((trader) =>
        [BASE, QUOTE].map((asset) =>
          ask.readContract({ ...target, functionName: "balanceOf", args: [addressOf(rig, trader), asset] }),
        ),
      ),
    ),
  ]);
  const { lastTicks, lastTradeAt, volumeLots } = tape;
  const trades = { lastTicks, lastTradeAt, volumeLots: BigInt(volumeLots) };
  return { best, bids, asks, queue, phase, trades, fees, balances };
}
