/**
 * What the API answers, as TypeScript types: the one seam between api and app. Every on-chain amount is a decimal
 * string (bigint on both ends); prices are ticks; times are unix seconds; addresses are lower-case hex.
 */

import type { MarketPhase } from "./codecs/enums.ts";

export type Decimal = string;
export type HexString = `0x${string}`;

/** One page of rows; `nextCursor` is null on the last page. */
export type Page<T> = { items: T[]; nextCursor: string | null };

/** RFC 9457 problem details. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  requestId: string;
  errors?: { field: string; message: string }[];
};

export type MarketDto = {
  id: number;
  symbol: string;
  phase: Exclude<MarketPhase, "NONE">;
  /** When an auction may be uncrossed or a halt ended by anyone, unix seconds; null for no end. */
  phaseEndsAt: number | null;
  baseAsset: number;
  quoteAsset: number;
  batchId: Decimal;
  quoteToken: HexString;
  quoteSymbol: string;
  quoteDecimals: number;
  lotUnits: Decimal;
  tickSize: Decimal;
  minLots: Decimal;
  makerFeePips: number;
  takerFeePips: number;
  bestBidTicks: number | null;
  bestAskTicks: number | null;
  lastTicks: number | null;
  change24hTicks: number | null;
  volume24hLots: Decimal;
  project: {
    id: number;
    nativeId: string;
    name: string;
    methodology: string;
    country: string;
    vintageStart: number;
    vintageEnd: number;
  };
};

export type LevelDto = { priceTicks: number; lots: Decimal; orders: number };
/** Bids best first, asks best first, as of `block`. */
export type DepthDto = { marketId: number; block: Decimal; bids: LevelDto[]; asks: LevelDto[] };

export type TradeDto = {
  id: string;
  marketId: number;
  takerSide: "BID" | "ASK";
  priceTicks: number;
  lots: Decimal;
  notional: Decimal;
  maker: HexString;
  taker: HexString;
  makerOrderId: Decimal;
  timestamp: number;
  block: Decimal;
  txHash: HexString;
};

export type CandleInterval = "1m" | "5m" | "15m" | "1h" | "1d";
export type CandleDto = {
  start: number;
  openTicks: number;
  highTicks: number;
  lowTicks: number;
  closeTicks: number;
  volumeLots: Decimal;
  trades: number;
};

export type OrderStatus = "OPEN" | "DEFERRED" | "FILLED" | "CANCELLED" | "EXPIRED" | "INELIGIBLE" | "SELF_TRADE";
/** The part of an iceberg that shows is an order of its own; `hiddenLots` stand behind it, "0" for an ordinary order. */
export type OrderDto = {
  id: Decimal;
  marketId: number;
  owner: HexString;
  side: "BID" | "ASK";
  priceTicks: number;
  lots: Decimal;
  remainingLots: Decimal;
  expiry: number | null;
  status: OrderStatus;
  icebergId: Decimal | null;
  hiddenLots: Decimal;
  clientId: Decimal;
  placedAt: number;
  txHash: HexString;
};

export type ProjectDto = {
  id: number;
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string;
  mechanism: "REDUCTION" | "REMOVAL" | "MIXED";
  registeredAt: number;
};

/** issued = circulating + escrowed + retired + cancelled, all in units (kg). */
export type BatchDto = {
  id: Decimal;
  projectId: number;
  serialNamespace: string;
  blockStart: Decimal;
  blockEnd: Decimal;
  vintageStart: number;
  vintageEnd: number;
  issuedAt: number;
  issuedUnits: Decimal;
  circulatingUnits: Decimal;
  escrowedUnits: Decimal;
  retiredUnits: Decimal;
  cancelledUnits: Decimal;
  block: Decimal;
  txHash: HexString;
};

export type BatchEventDto = {
  kind: "ISSUED" | "TRANSFERRED" | "DEPOSITED" | "WITHDRAWN" | "TRADED" | "RETIRED" | "CANCELLED";
  units: Decimal;
  from: HexString | null;
  to: HexString | null;
  reference: string | null;
  timestamp: number;
  block: Decimal;
  logIndex: number;
  txHash: HexString;
};

export type ProposalStatus = "PROPOSED" | "ATTESTED" | "REFUSED" | "ISSUED" | "WITHDRAWN" | "EXPIRED";
export type ProposalDto = {
  id: Decimal;
  projectId: number;
  proposer: HexString;
  verifier: HexString | null;
  status: ProposalStatus;
  serialNamespace: string;
  blockStart: Decimal;
  blockEnd: Decimal;
  vintageStart: number;
  vintageEnd: number;
  recipient: HexString;
  reportHash: HexString;
  reason: string | null;
  proposedAt: number;
};

export type RetirementDto = {
  id: Decimal;
  batchId: Decimal;
  account: HexString;
  beneficiary: HexString;
  units: Decimal;
  firstUnit: Decimal;
  purpose: "VOLUNTARY" | "CORSIA" | "NATIONAL_TAX" | "NDC" | "OTHER";
  consumptionCountry: string | null;
  periodStart: number | null;
  periodEnd: number | null;
  statement: string;
  serialFirst: string;
  serialLast: string;
  timestamp: number;
  block: Decimal;
  txHash: HexString;
};

export type BalanceDto = {
  asset: number;
  token: HexString;
  batchId: Decimal | null;
  /** Free balance in the exchange's vault. */
  free: Decimal;
  /** Locked in the account's own orders. */
  escrowed: Decimal;
  /** Held in the wallet; credits only, null for ERC-20. */
  wallet: Decimal | null;
};

/**
 * Live socket at /api/v1/ws. The client sends `subscribe`; the server answers with one snapshot per channel and then
 * deltas. `seq` rises by one per channel and market; `prev` is the seq before. A gap means: subscribe again.
 * `epoch` changes when the server restarts its numbering (restart or chain reorganisation).
 */
export type SocketRequest =
  | { op: "subscribe"; channel: "depth" | "trades"; marketId: number }
  | { op: "unsubscribe"; channel: "depth" | "trades"; marketId: number }
  | { op: "ping" };

export type SocketMessage =
  | {
      type: "snapshot";
      channel: "depth";
      marketId: number;
      epoch: string;
      seq: number;
      block: Decimal;
      bids: LevelDto[];
      asks: LevelDto[];
    }
  /** A level with lots "0" has gone. */
  | {
      type: "delta";
      channel: "depth";
      marketId: number;
      epoch: string;
      seq: number;
      prev: number;
      block: Decimal;
      bids: LevelDto[];
      asks: LevelDto[];
    }
  | { type: "snapshot"; channel: "trades"; marketId: number; epoch: string; seq: number; trades: TradeDto[] }
  | { type: "delta"; channel: "trades"; marketId: number; epoch: string; seq: number; prev: number; trades: TradeDto[] }
  | { type: "unsubscribed"; channel: "depth" | "trades"; marketId: number }
  | { type: "pong" }
  | { type: "error"; code: string; message: string };
