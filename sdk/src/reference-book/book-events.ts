import type {
  CancelReason,
  ConditionalKind,
  MarketPhase,
  OrderType,
  ParentEnd,
  SelfTrade,
  Side,
} from "../codecs/enums.ts";
import type { AuctionFill } from "../codecs/auction-fills.ts";
import type { Fill } from "../codecs/fills.ts";
import type { FullParentRequest } from "./book-parent-rules.ts";
import type { BookState } from "./book-state.ts";

/** A conditional order as IExchangeConditionals.ConditionalView shows it. */
export type ConditionalReport = {
  owner: string;
  side: Side;
  kind: ConditionalKind;
  selfTrade: SelfTrade;
  lots: bigint;
  limitTicks: number;
  limitAboveTicks: number;
  triggerAboveTicks: number;
  triggerBelowTicks: number;
  trailTicks: number;
  expiry: number;
  feePips: number;
  keeperFeeTicks: number;
  clientId: bigint;
};

/** What the exchange reports, by the event's name and with its arguments; fills are decoded, enums are named. */
type EventArguments = {
  OrderPlaced: {
    orderId: bigint;
    owner: string;
    lots: bigint;
    expiry: number;
    makerFeePips: number;
    levelLots: bigint;
    clientId: bigint;
  };
  IcebergShown: {
    icebergId: bigint;
    orderId: bigint;
    owner: string;
    lots: bigint;
    hiddenLots: bigint;
    levelLots: bigint;
  };
  IcebergEnded: { icebergId: bigint; hiddenLots: bigint };
  Taken: {
    marketId: number;
    taker: string;
    orderId: bigint;
    side: Side;
    filledLots: bigint;
    notional: bigint;
    takerFee: bigint;
    clientId: bigint;
    fills: readonly Fill[];
  };
  OrderCancelled: { orderId: bigint; owner: string; lots: bigint; levelLots: bigint; reason: CancelReason };
  OrderDeferred: {
    orderId: bigint;
    owner: string;
    side: Side;
    orderType: OrderType;
    priceTicks: number;
    lots: bigint;
    minFillLots: bigint;
    expiry: number;
    takerFeePips: number;
    clientId: bigint;
    /** Quote base units prepaid for its execution; where deferred orders prepay. */
    keeperFee: bigint;
  };
  KeeperPaid: { orderId: bigint; keeper: string; amount: bigint };
  DeferredProgressed: { orderId: bigint; lotsFilled: bigint; lotsLeft: bigint };
  DeferredCancelled: { orderId: bigint; owner: string; lots: bigint; reason: CancelReason };
  BreakerTripped: { marketId: number; priceTicks: number; lowTicks: number; highTicks: number };
  MarketPhaseSet: { marketId: number; phase: MarketPhase; endsAt: number };
  Deposited: { account: string; asset: number; amount: bigint; freeAfter: bigint };
  Withdrawn: { account: string; asset: number; to: string; amount: bigint; freeAfter: bigint };
  OperatorSet: { account: string; operator: string; until: number };
  DeadManSet: { account: string; until: number };
  ItemRefused: { account: string; index: number; error: string };
  OrderAmended: { orderId: bigint; owner: string; lots: bigint; levelLots: bigint };
  ConditionalPlaced: { conditionalId: bigint; order: ConditionalReport };
  TriggerMoved: { conditionalId: bigint; fromTicks: number; toTicks: number; referenceTicks: number };
  ConditionalFired: {
    conditionalId: bigint;
    deferredId: bigint;
    keeper: string;
    above: boolean;
    triggerTicks: number;
    referenceTicks: number;
    keeperFee: bigint;
  };
  ConditionalCancelled: { conditionalId: bigint; owner: string; lots: bigint; reason: CancelReason };
  ParentPlaced: {
    parentId: bigint;
    owner: string;
    request: FullParentRequest;
    takerFeePips: number;
    keeperFeePerSlice: bigint;
  };
  SliceExecuted: {
    parentId: bigint;
    keeper: string;
    slice: number;
    lotsFilled: bigint;
    openLots: bigint;
    lotsLeft: bigint;
    keeperFee: bigint;
  };
  ParentEnded: { parentId: bigint; owner: string; lots: bigint; keeperFeesReturned: bigint; reason: ParentEnd };
  AuctionPriced: { marketId: number; priceTicks: number; lots: bigint };
  AuctionFilled: { marketId: number; priceTicks: number; fills: readonly AuctionFill[] };
  IndexBreached: { marketId: number; settledTicks: number; indexTicks: number };
};

/** The events' names. */
export type BookEventName = keyof EventArguments;

/** One event of a call, as the contract's interfaces describe it. */
export type BookEvent = { [Name in BookEventName]: { name: Name } & EventArguments[Name] }[BookEventName];

/** Reports what has happened. */
export function report(state: BookState, event: BookEvent): void {
  state.events.push(event);
}
