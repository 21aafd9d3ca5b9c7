import {
  SIDES,
  decodeAuctionFills,
  decodeFills,
  enumName,
  exchangeAbi,
  packOrderId,
  type Fill,
  type Side,
} from "@carbonxchange/sdk";
import { parseEventLogs, type Log, type ParseEventLogsReturnType } from "viem";
import type { HintEvent } from "../../domain/index.ts";

/** Events that begin or end something a keeper may have to do. */
export const HINT_EVENTS = [
  "OrderPlaced",
  "IcebergShown",
  "IcebergEnded",
  "OrderCancelled",
  "Taken",
  "AuctionFilled",
  "ConditionalPlaced",
  "ConditionalFired",
  "ConditionalCancelled",
  "ParentPlaced",
  "ParentEnded",
] as const;

type MinedLog = Log<bigint, number, false>;
type Name = (typeof HINT_EVENTS)[number];
type ExchangeLog = { [name in Name]: ParseEventLogsReturnType<typeof exchangeAbi, name, true>[number] }[Name];

/** What mined logs of the exchange, in order, hint at. Logs of other events are left out. */
export function hintEvents(logs: readonly MinedLog[]): HintEvent[] {
  const expiryOfPlaced = new Map<bigint, bigint>();
  return parseEventLogs({ abi: exchangeAbi, eventName: [...HINT_EVENTS], logs: [...logs] }).flatMap((log) =>
    hintsOfLog(log as ExchangeLog, expiryOfPlaced),
  );
}

/** `expiryOfPlaced` links the first part of an iceberg, which is placed like any order, to the iceberg's own event. */
function hintsOfLog(log: ExchangeLog, expiryOfPlaced: Map<bigint, bigint>): HintEvent[] {
  const block = { number: log.blockNumber, hash: log.blockHash };
  const ended = (orderId: bigint): HintEvent => ({ block, type: "ENDED", orderId });
  switch (log.eventName) {
    case "OrderPlaced": {
      const { orderId, expiry } = log.args;
      expiryOfPlaced.set(orderId, BigInt(expiry));
      if (expiry === 0) return [];
      return [{ block, type: "BORN", orderId, kind: "ORDER", dueAt: BigInt(expiry), trails: false }];
    }
    case "IcebergShown": {
      const { icebergId, orderId } = log.args;
      const dueAt = expiryOfPlaced.get(orderId);
      if (dueAt === undefined) return [{ block, type: "SHOWN", orderId, icebergId }];
      return dueAt === 0n ? [] : [{ block, type: "BORN", orderId: icebergId, kind: "ICEBERG", dueAt, trails: false }];
    }
    case "IcebergEnded":
      return [ended(log.args.icebergId)];
    case "OrderCancelled":
      return [ended(log.args.orderId)];
    case "Taken": {
      const makerSide: Side = enumName(SIDES, log.args.side) === "BID" ? "ASK" : "BID";
      return goneOf(log.args.marketId, decodeFills(log.args.fills), () => makerSide).map(ended);
    }
    case "AuctionFilled":
      return goneOf(log.args.marketId, decodeAuctionFills(log.args.fills), ({ side }) => side).map(ended);
    case "ConditionalPlaced": {
      const { conditionalId: orderId, order } = log.args;
      const trails = order.trailTicks !== 0;
      if (!trails && order.expiry === 0) return [];
      return [{ block, type: "BORN", orderId, kind: "CONDITIONAL", dueAt: BigInt(order.expiry), trails }];
    }
    case "ConditionalFired":
    case "ConditionalCancelled":
      return [ended(log.args.conditionalId)];
    case "ParentPlaced": {
      const { parentId: orderId, request } = log.args;
      return [{ block, type: "BORN", orderId, kind: "PARENT", dueAt: BigInt(request.startAt), trails: false }];
    }
    case "ParentEnded":
      return [ended(log.args.parentId)];
  }
}

/** Ids of the orders that fills left nothing of. */
function goneOf<fill extends Fill>(marketId: number, fills: readonly fill[], sideOf: (fill: fill) => Side): bigint[] {
  return fills
    .filter(({ remainingLots }) => remainingLots === 0n)
    .map((fill) => packOrderId({ marketId, kind: sideOf(fill), priceTicks: fill.priceTicks, sequence: fill.sequence }));
}
