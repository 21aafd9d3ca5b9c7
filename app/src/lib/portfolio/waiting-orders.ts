import {
  CONDITIONAL_KINDS,
  conditionalEscrow,
  deferredEscrow,
  enumName,
  exchangeAbi,
  PARENT_KINDS,
  SIDES,
  unpackOrderId,
  type ConditionalDto,
  type ConditionalKind,
  type Page,
  type ParentDto,
  type ParentKind,
  type Side,
} from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import type { MarketInfo } from "../market/market-info.ts";
import type { ApiClient } from "../rest/api-client.ts";

/**
 * One live order that waits for a price or is worked off over time. `escrow` is what it holds: quote base units of a BID, kg of an
 * ASK; `keeperFee` quote base units prepaid beside that.
 */
export type WaitingOrder = {
  id: bigint;
  market: MarketInfo;
  side: Side;
  kind: ConditionalKind | ParentKind;
  lots: bigint;
  escrow: bigint;
  keeperFee: bigint;
};

type Sources = { reader: ChainReader; api: ApiClient; account: Address; markets: readonly MarketInfo[] };

/** Ids of an account's orders of both kinds, from the API or else from the chain's events. */
async function candidates({ reader, api, account }: Sources): Promise<bigint[]> {
  const query = { owner: account.toLowerCase(), status: "live", limit: 200 };
  const answers = await Promise.all([
    api.get<Page<ConditionalDto>>("/conditional-orders", query),
    api.get<Page<ParentDto>>("/sliced-orders", query),
  ]);
  const ids = answers.flatMap((answer) => (answer.ok ? answer.value.items.map(({ id }) => BigInt(id)) : []));
  return answers.every(({ ok }) => ok) ? ids : fromEvents(reader, account);
}

async function fromEvents(reader: ChainReader, account: Address): Promise<bigint[]> {
  const filter = { address: reader.at("exchange"), abi: exchangeAbi, strict: true } as const;
  const range = { fromBlock: reader.startBlock, toBlock: "latest" } as const;
  const [conditionals, parents] = await Promise.all([
    reader.client.getContractEvents({ ...filter, ...range, eventName: "ConditionalPlaced" }),
    reader.client.getContractEvents({ ...filter, ...range, eventName: "ParentPlaced", args: { owner: account } }),
  ]);
  const own = conditionals.filter(({ args }) => args.order.owner.toLowerCase() === account.toLowerCase());
  return [...own.map(({ args }) => args.conditionalId), ...parents.map(({ args }) => args.parentId)];
}

async function readOne({ reader, markets }: Sources, id: bigint): Promise<WaitingOrder[]> {
  const { kind, marketId } = unpackOrderId(id);
  const market = markets.find((each) => each.id === marketId);
  if (market === undefined) return [];
  return kind === "PARENT" ? readParent(reader, market, id) : readConditional(reader, market, id);
}

async function readConditional({ client, at }: ChainReader, market: MarketInfo, id: bigint): Promise<WaitingOrder[]> {
  const call = { address: at("exchange"), abi: exchangeAbi, functionName: "conditional", args: [id] } as const;
  const stored = await client.readContract(call);
  if (stored.lots === 0) return [];
  const [side, lots] = [enumName(SIDES, stored.side), BigInt(stored.lots)];
  const { limitTicks, limitAboveTicks, feePips: takerFeePips } = stored;
  const escrow = conditionalEscrow({ side, lots, limitTicks, limitAboveTicks, takerFeePips }, market);
  const keeperFee = BigInt(stored.keeperFeeTicks) * market.tickSize;
  return [{ id, market, side, kind: enumName(CONDITIONAL_KINDS, stored.kind), lots, escrow, keeperFee }];
}

async function readParent({ client, at }: ChainReader, market: MarketInfo, id: bigint): Promise<WaitingOrder[]> {
  const call = { address: at("exchange"), abi: exchangeAbi, functionName: "parent", args: [id] } as const;
  const stored = await client.readContract(call);
  if (!stored.live) return [];
  const { request } = stored;
  const [side, lots] = [enumName(SIDES, request.side), BigInt(stored.lotsLeft)];
  const order = { side, lots, priceTicks: request.limitTicks, takerFeePips: stored.feePips };
  const keeperFee = BigInt(request.slices - stored.slicesPaid) * stored.keeperFee;
  const kind = enumName(PARENT_KINDS, request.kind);
  return [{ id, market, side, kind, lots, escrow: deferredEscrow(order, market), keeperFee }];
}

/** The account's live orders that wait, as the contract stores them now: what is shown is what can be cancelled. */
export async function readWaitingOrders(sources: Sources): Promise<WaitingOrder[]> {
  const found = await Promise.all((await candidates(sources)).map((id) => readOne(sources, id)));
  return found.flat().sort((a, b) => Number(b.id - a.id));
}
