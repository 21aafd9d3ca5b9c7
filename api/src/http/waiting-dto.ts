import { CONDITIONAL_KINDS, PARENT_KINDS } from "@carbonxchange/sdk";
import type { ConditionalDto, ParentDto, SliceDto } from "@carbonxchange/sdk";
import { z } from "zod";
import { decimal, hex, seconds, side, ticks } from "./dto.ts";

/** Orders that wait for a price or are worked off over time, with what they hold. */
const common = {
  id: decimal,
  marketId: z.int(),
  owner: hex,
  side,
  lots: decimal,
  limitTicks: ticks,
  escrow: decimal.openapi({ description: "held in the order's own asset: quote base units of a BID, kg of an ASK" }),
  clientId: decimal,
  placedAt: seconds,
  txHash: hex,
};

export const conditionalStatus = z.enum(["WAITING", "FIRED", "CANCELLED", "EXPIRED", "INELIGIBLE", "SELF_TRADE"]);
export const conditionalDto = z
  .object({
    ...common,
    kind: z.enum(CONDITIONAL_KINDS),
    limitAboveTicks: ticks,
    triggerAboveTicks: ticks.nullable(),
    triggerBelowTicks: ticks.nullable(),
    trailTicks: ticks.nullable(),
    expiry: seconds.nullable(),
    status: conditionalStatus,
    keeperFee: decimal.openapi({ description: "quote base units prepaid beside the escrow" }),
    deferredId: decimal.nullable(),
  })
  .openapi("ConditionalOrder") satisfies z.ZodType<ConditionalDto>;

export const parentStatus = z.enum(["WORKING", "FILLED", "CANCELLED", "WINDOW_OVER", "INELIGIBLE"]);
export const parentDto = z
  .object({
    ...common,
    kind: z.enum(PARENT_KINDS),
    remainingLots: decimal,
    startAt: seconds,
    interval: z.int(),
    slices: z.int(),
    nextSlice: z.int(),
    openLots: decimal,
    toleranceBps: z.int(),
    participationBps: z.int(),
    status: parentStatus,
    keeperFees: decimal.openapi({ description: "quote base units prepaid beside the escrow" }),
  })
  .openapi("SlicedOrder") satisfies z.ZodType<ParentDto>;

export const sliceDto = z
  .object({
    slice: z.int(),
    lotsFilled: decimal,
    lotsLeft: decimal,
    keeper: hex,
    keeperFee: decimal,
    timestamp: seconds,
    txHash: hex,
  })
  .openapi("Slice") satisfies z.ZodType<SliceDto>;
