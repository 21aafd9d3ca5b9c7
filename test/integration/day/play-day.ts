/** Plays steps on the contracts and hands what they emitted to the indexer's projections. */
import {
  buildAmendRequest,
  buildCancelConditionalRequest,
  buildCancelParentRequest,
  buildCancelRequest,
  buildCheckAndHaltRequest,
  buildCrankRequest,
  buildExecuteSliceRequest,
  buildFireStopsRequest,
  buildFreezeRequest,
  buildPlaceBatchRequest,
  buildPlaceByRequest,
  buildPlaceConditionalRequest,
  buildPlaceEachRequest,
  buildPlaceParentRequest,
  buildPlaceRequest,
  buildPlaceSignedRequest,
  buildPruneConditionalsRequest,
  buildPruneRequest,
  buildReopenRequest,
  buildReplaceEachRequest,
  buildReplaceRequest,
  buildSetDeadManRequest,
  buildSetFeeTiersRequest,
  buildSetMarketRulesRequest,
  buildSetOperatorRequest,
  buildSetOracleRequest,
  buildTrailRequest,
  buildUncrossRequest,
  buildUnfreezeRequest,
  buildWithdrawRequest,
  exchangeAbi,
  placeOrderTypedData,
} from "@carbonxchange/sdk";
import type { OrderInput } from "@carbonxchange/sdk";
import { BaseError, concat, encodeFunctionData, numberToHex, zeroAddress } from "viem";
import type { Abi, Address, Hex } from "viem";
import { applyEvent, createMemoryStore } from "../../../indexer/src/projections/index.ts";
import type { ChainEvent, MemoryStore } from "../../../indexer/src/projections/index.ts";
import { ADMIN, MARKET } from "../../differential/exchange-rig.ts";
import type { ExchangeRig } from "../../differential/exchange-rig.ts";
import { chainEvents } from "./chain-events.ts";
import type { DayStep, OperatorStep, OwnStep, WorkStep } from "./day-steps.ts";

const GAS = 15_000_000n;
/** Runs the code behind it as a contract's own; then code that answers any call with the 160 bytes behind it. */
const ANSWER_ALWAYS: Hex = "0x600b380380600b5f395ff360a0600c60003960a06000f3";

type Request = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] };

/** A chain, what it emitted so far, and the tables that follow it. */
export type Day = { rig: ExchangeRig; store: MemoryStore; events: ChainEvent[]; now: number; nonce: bigint };

export function addressOf(day: Pick<Day, "rig">, account: number): Address {
  return (day.rig.chain.wallets[account]?.account.address ?? zeroAddress).toLowerCase() as Address;
}

/** Applies what a mined transaction emitted. */
export async function follow(day: Day, hash: Hex): Promise<void> {
  const receipt = await day.rig.chain.publicClient.getTransactionReceipt({ hash });
  const { timestamp } = await day.rig.chain.publicClient.getBlock({ blockNumber: receipt.blockNumber });
  const exchange = day.rig.deployment.contracts.exchange.address.toLowerCase() as Hex;
  for (const event of chainEvents(receipt, day.rig.deployment, timestamp)) {
    day.events.push(event);
    await applyEvent(event, { store: day.store, exchange });
  }
}

/** A day that begins now, on a chain whose past is followed first. */
export async function beginDay(rig: ExchangeRig): Promise<Day> {
  const { publicClient } = rig.chain;
  const latest = await publicClient.getBlock();
  const day: Day = { rig, store: createMemoryStore(), events: [], now: Number(latest.timestamp), nonce: 0n };
  for (let block = 1n; block <= latest.number; block++) {
    const { transactions } = await publicClient.getBlock({ blockNumber: block });
    for (const hash of transactions) await follow(day, hash);
  }
  return day;
}

const pickOf = <T>(rows: readonly T[], pick: number): T | undefined => rows[pick % Math.max(1, rows.length)];

/** Ids of the orders that live, by what they are. */
function live(day: Day) {
  const orders = day.store.rows("orders");
  return {
    open: orders.filter(({ status }) => status === "OPEN"),
    queued: orders.filter(({ status }) => status === "OPEN" || status === "DEFERRED"),
    conditionals: day.store.rows("conditionals").filter(({ status }) => status === "WAITING"),
    parents: day.store.rows("parents").filter(({ status }) => status === "WORKING"),
  };
}

/** A feed that says the same for ever: eight decimals, and that it is fresh. */
async function deployFeed(day: Day, indexTicks: number): Promise<Address> {
  const words = [8n, BigInt(indexTicks) * 1_000_000n, BigInt(day.now), BigInt(day.now), 8n];
  const data = concat([ANSWER_ALWAYS, ...words.map((word) => numberToHex(word, { size: 32 }))]);
  await day.rig.chain.setNextTime(day.now);
  day.now += 1;
  const hash = await day.rig.chain.wallets[ADMIN]?.sendTransaction({ data });
  if (hash === undefined) throw new TypeError("no administrator");
  const { contractAddress } = await day.rig.chain.publicClient.getTransactionReceipt({ hash });
  if (!contractAddress) throw new TypeError("the feed was not deployed");
  return contractAddress;
}

async function signedRequest(day: Day, step: { other: number; order: OrderInput }): Promise<Request> {
  const wallet = day.rig.chain.wallets[step.other];
  if (wallet === undefined) throw new RangeError(`no account ${step.other}`);
  day.nonce += 1n;
  const signed = {
    account: wallet.account.address,
    order: step.order,
    nonce: day.nonce,
    deadline: BigInt(day.now + 600),
  };
  const chainId = await day.rig.chain.publicClient.getChainId();
  const signature = await wallet.signTypedData(placeOrderTypedData(day.rig.deployment, chainId, signed));
  return buildPlaceSignedRequest(day.rig.deployment, signed, signature);
}

/** What an operator of the market or the officer does; sent by the administrator. */
async function operation(day: Day, step: OperatorStep): Promise<Request> {
  const { deployment } = day.rig;
  const plain = (functionName: string, args: readonly unknown[]): Request => ({
    address: deployment.contracts.exchange.address,
    abi: exchangeAbi,
    functionName,
    args,
  });
  switch (step.act) {
    case "halt":
      return plain("haltMarket", [MARKET]);
    case "open":
      return plain("openMarket", [MARKET]);
    case "collectFees":
      return plain("collectFees", [MARKET, addressOf(day, ADMIN)]);
    case "fees":
      return plain("setMarketFees", [MARKET, step.makerFeePips, step.takerFeePips]);
    case "rules":
      return buildSetMarketRulesRequest(deployment, MARKET, step.rules);
    case "tiers":
      return buildSetFeeTiersRequest(deployment, MARKET, step.tiers);
    case "freeze":
      return step.frozen
        ? buildFreezeRequest(deployment, addressOf(day, step.who))
        : buildUnfreezeRequest(deployment, addressOf(day, step.who));
    case "oracle": {
      const feed = step.indexTicks === 0 ? zeroAddress : await deployFeed(day, step.indexTicks);
      return buildSetOracleRequest(deployment, MARKET, { feed, maxAgeSeconds: 86_400, bandBps: 200 });
    }
  }
}

/** Work that anyone may do; null when there is nothing to name. */
function work(day: Day, step: WorkStep): Request | null {
  const { deployment } = day.rig;
  const { queued, conditionals, parents } = live(day);
  switch (step.act) {
    case "crank":
      return buildCrankRequest(deployment, MARKET, step.steps);
    case "uncross":
      return buildUncrossRequest(deployment, MARKET, step.steps);
    case "fireStops":
      return buildFireStopsRequest(deployment, MARKET, step.steps);
    case "executeSlice": {
      const parent = pickOf(parents, step.pick);
      return parent === undefined ? null : buildExecuteSliceRequest(deployment, parent.id, step.steps);
    }
    case "reopen":
      return buildReopenRequest(deployment, MARKET);
    case "checkAndHalt":
      return buildCheckAndHaltRequest(deployment, MARKET);
    case "trail":
      return buildTrailRequest(deployment, MARKET, conditionals.map(({ id }) => id).slice(0, 150));
    case "prune":
      return buildPruneRequest(deployment, queued.map(({ id }) => id).slice(0, 150));
    case "pruneConditionals":
      return buildPruneConditionalsRequest(deployment, conditionals.map(({ id }) => id).slice(0, 150));
  }
}

/** What an account does for itself; null when it has no such order. */
async function ownCall(day: Day, step: OwnStep): Promise<Request | null> {
  const { deployment } = day.rig;
  const owner = addressOf(day, step.who);
  const mine = <T extends { owner: Hex }>(rows: readonly T[]) => rows.filter((row) => row.owner === owner);
  const { open, queued, conditionals, parents } = live(day);
  switch (step.act) {
    case "place":
      return buildPlaceRequest(deployment, step.order);
    case "placeBy":
      return buildPlaceByRequest(deployment, addressOf(day, step.other), [step.order]);
    case "placeSigned":
      return signedRequest(day, step);
    case "placeEach":
      return buildPlaceEachRequest(deployment, step.orders);
    case "placeBatch":
      return buildPlaceBatchRequest(deployment, step.orders);
    case "conditional":
      return buildPlaceConditionalRequest(deployment, step.conditional);
    case "parent":
      return buildPlaceParentRequest(deployment, step.parent);
    case "replace": {
      const order = pickOf(mine(queued), step.pick);
      return order === undefined ? null : buildReplaceRequest(deployment, { orderId: order.id, order: step.order });
    }
    case "replaceEach": {
      const orders = mine(queued);
      const items = step.orders.flatMap((order, index) => {
        const old = pickOf(orders, step.pick + index);
        return old === undefined ? [] : [{ orderId: old.id, order }];
      });
      return buildReplaceEachRequest(deployment, items);
    }
    case "amend": {
      const order = pickOf(mine(open), step.pick);
      return order === undefined ? null : buildAmendRequest(deployment, order.id, step.lots);
    }
    case "cancel": {
      const order = pickOf(mine(queued), step.pick);
      return order === undefined ? null : buildCancelRequest(deployment, order.id);
    }
    case "cancelConditional": {
      const order = pickOf(mine(conditionals), step.pick);
      return order === undefined ? null : buildCancelConditionalRequest(deployment, order.id);
    }
    case "cancelParent": {
      const order = pickOf(mine(parents), step.pick);
      return order === undefined ? null : buildCancelParentRequest(deployment, order.id);
    }
    case "deadMan":
      return buildSetDeadManRequest(deployment, step.seconds === 0 ? 0 : day.now + step.seconds);
    case "operator":
      return buildSetOperatorRequest(
        deployment,
        addressOf(day, step.other),
        step.seconds === 0 ? 0 : day.now + step.seconds,
      );
    case "withdraw":
      return buildWithdrawRequest(deployment, step.asset, step.amount, owner);
  }
}

/** The call that a step means; null when there is nothing to name. */
async function requestOf(day: Day, step: DayStep): Promise<Request | null> {
  switch (step.by) {
    case "owner":
      return ownCall(day, step);
    case "anyone":
      return work(day, step);
    case "operator":
      return operation(day, step);
  }
}

/** Plays one step; gives whether the contracts accepted it. */
export async function playStep(day: Day, step: DayStep): Promise<boolean> {
  day.now += step.wait;
  const request = await requestOf(day, step);
  if (request === null) return false;
  const { address: to, abi, functionName, args } = request;
  const data = encodeFunctionData({ abi, functionName, args });
  await day.rig.chain.setNextTime(day.now);
  try {
    const hash = await day.rig.chain.wallets[step.by === "operator" ? ADMIN : step.who]?.sendTransaction({
      to,
      data,
      gas: GAS,
    });
    if (hash === undefined) throw new RangeError(`no account ${step.who}`);
    await follow(day, hash);
    return true;
  } catch (error) {
    if (error instanceof BaseError) return false; // refused: most steps may be
    throw error;
  }
}
