import type {
  BalanceDto,
  BatchDto,
  BatchEventDto,
  CandleDto,
  DepthDto,
  LevelDto,
  MarketDto,
  OrderDto,
  Page,
  Problem,
  ProjectDto,
  ProposalDto,
  RetirementDto,
  TradeDto,
} from "@carbonxchange/sdk";
import { z } from "zod";
import "./fields.ts";

/** The answers' shapes. `satisfies` ties each to the type the SDK publishes, both ways where the name ends in Dto. */
const decimal = z
  .string()
  .regex(/^-?\d+$/)
  .openapi({ example: "1000" });
const hex = z
  .templateLiteral(["0x", z.string().regex(/^[0-9a-f]*$/)])
  .openapi({ type: "string", pattern: "^0x[0-9a-f]*$" });
const seconds = z.int().openapi({ description: "unix seconds" });
const ticks = z.int();
const side = z.enum(["BID", "ASK"]);

export const problemDto = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem") satisfies z.ZodType<Omit<Problem, "detail" | "errors">>;

/** One page of rows. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() }) satisfies z.ZodType<Page<unknown>>;
}

export const marketPhase = z
  .enum(["CONTINUOUS", "HALTED", "DELISTED", "OPENING", "AUCTION", "UNCROSSING", "CLOSED"])
  .openapi({
    description:
      "CONTINUOUS trades on arrival; OPENING and AUCTION collect limit orders until they are uncrossed at one price; HALTED, CLOSED and DELISTED accept cancel and withdraw only",
  });

export const marketDto = z
  .object({
    id: z.int(),
    symbol: z.string(),
    phase: marketPhase,
    phaseEndsAt: seconds.nullable(),
    baseAsset: z.int(),
    quoteAsset: z.int(),
    batchId: decimal,
    quoteToken: hex,
    quoteSymbol: z.string(),
    quoteDecimals: z.int(),
    lotUnits: decimal,
    tickSize: decimal,
    minLots: decimal,
    makerFeePips: z.int(),
    takerFeePips: z.int(),
    bestBidTicks: ticks.nullable(),
    bestAskTicks: ticks.nullable(),
    lastTicks: ticks.nullable(),
    change24hTicks: ticks.nullable(),
    volume24hLots: decimal,
    project: z.object({
      id: z.int(),
      nativeId: z.string(),
      name: z.string(),
      methodology: z.string(),
      country: z.string(),
      vintageStart: seconds,
      vintageEnd: seconds,
    }),
  })
  .openapi("Market") satisfies z.ZodType<MarketDto>;

export const levelDto = z
  .object({ priceTicks: ticks, lots: decimal, orders: z.int() })
  .openapi("Level") satisfies z.ZodType<LevelDto>;

export const depthDto = z
  .object({ marketId: z.int(), block: decimal, bids: z.array(levelDto), asks: z.array(levelDto) })
  .openapi("Depth") satisfies z.ZodType<DepthDto>;

export const tradeDto = z
  .object({
    id: z.string(),
    marketId: z.int(),
    takerSide: side,
    priceTicks: ticks,
    lots: decimal,
    notional: decimal,
    maker: hex,
    taker: hex,
    makerOrderId: decimal,
    timestamp: seconds,
    block: decimal,
    txHash: hex,
  })
  .openapi("Trade") satisfies z.ZodType<TradeDto>;

export const candleInterval = z.enum(["1m", "5m", "15m", "1h", "1d"]);
export const candleDto = z
  .object({
    start: seconds,
    openTicks: ticks,
    highTicks: ticks,
    lowTicks: ticks,
    closeTicks: ticks,
    volumeLots: decimal,
    trades: z.int(),
  })
  .openapi("Candle") satisfies z.ZodType<CandleDto>;

export const orderStatus = z.enum(["OPEN", "DEFERRED", "FILLED", "CANCELLED", "EXPIRED", "INELIGIBLE", "SELF_TRADE"]);
export const orderDto = z
  .object({
    id: decimal,
    marketId: z.int(),
    owner: hex,
    side,
    priceTicks: ticks,
    lots: decimal,
    remainingLots: decimal,
    expiry: seconds.nullable(),
    status: orderStatus,
    icebergId: decimal.nullable(),
    hiddenLots: decimal,
    clientId: decimal,
    placedAt: seconds,
    txHash: hex,
  })
  .openapi("Order") satisfies z.ZodType<OrderDto>;

export const projectDto = z
  .object({
    id: z.int(),
    registryName: z.string(),
    nativeId: z.string(),
    name: z.string(),
    methodology: z.string(),
    country: z.string(),
    mechanism: z.enum(["REDUCTION", "REMOVAL", "MIXED"]),
    registeredAt: seconds,
  })
  .openapi("Project") satisfies z.ZodType<ProjectDto>;

export const batchDto = z
  .object({
    id: decimal,
    projectId: z.int(),
    serialNamespace: z.string(),
    blockStart: decimal,
    blockEnd: decimal,
    vintageStart: seconds,
    vintageEnd: seconds,
    issuedAt: seconds,
    issuedUnits: decimal,
    circulatingUnits: decimal,
    escrowedUnits: decimal,
    retiredUnits: decimal,
    cancelledUnits: decimal,
    block: decimal,
    txHash: hex,
  })
  .openapi("Batch") satisfies z.ZodType<BatchDto>;

export const batchEventDto = z
  .object({
    kind: z.enum(["ISSUED", "TRANSFERRED", "DEPOSITED", "WITHDRAWN", "TRADED", "RETIRED", "CANCELLED"]),
    units: decimal,
    from: hex.nullable(),
    to: hex.nullable(),
    reference: z.string().nullable(),
    timestamp: seconds,
    block: decimal,
    logIndex: z.int(),
    txHash: hex,
  })
  .openapi("BatchEvent") satisfies z.ZodType<BatchEventDto>;

export const proposalStatus = z.enum(["PROPOSED", "ATTESTED", "REFUSED", "ISSUED", "WITHDRAWN", "EXPIRED"]);
export const proposalDto = z
  .object({
    id: decimal,
    projectId: z.int(),
    proposer: hex,
    verifier: hex.nullable(),
    status: proposalStatus,
    serialNamespace: z.string(),
    blockStart: decimal,
    blockEnd: decimal,
    vintageStart: seconds,
    vintageEnd: seconds,
    recipient: hex,
    reportHash: hex,
    reason: z.string().nullable(),
    proposedAt: seconds,
  })
  .openapi("Proposal") satisfies z.ZodType<ProposalDto>;

export const retirementDto = z
  .object({
    id: decimal,
    batchId: decimal,
    account: hex,
    beneficiary: hex,
    units: decimal,
    firstUnit: decimal,
    purpose: z.enum(["VOLUNTARY", "CORSIA", "NATIONAL_TAX", "NDC", "OTHER"]),
    consumptionCountry: z.string().nullable(),
    periodStart: seconds.nullable(),
    periodEnd: seconds.nullable(),
    statement: z.string(),
    serialFirst: z.string(),
    serialLast: z.string(),
    timestamp: seconds,
    block: decimal,
    txHash: hex,
  })
  .openapi("Retirement") satisfies z.ZodType<RetirementDto>;

export const balanceDto = z
  .object({
    asset: z.int(),
    token: hex,
    batchId: decimal.nullable(),
    free: decimal,
    escrowed: decimal,
    wallet: decimal.nullable(),
  })
  .openapi("Balance") satisfies z.ZodType<BalanceDto>;
