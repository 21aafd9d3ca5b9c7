import { conditionalEscrow, deferredEscrow } from "@carbonxchange/sdk";
import type {
  ConditionalDto,
  ConditionalKind,
  ConditionalStatus,
  HexString,
  Page,
  ParentDto,
  ParentKind,
  ParentStatus,
  Side,
  SliceDto,
} from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

/** Which orders that wait for a price or a time are wanted. */
export type WaitingFilter<Status extends string> = {
  owner: string | undefined;
  marketId: number | undefined;
  statuses: readonly Status[] | undefined;
};

/** What both kinds of row have, the market's scale included. */
type CommonRow = {
  id: string;
  market_id: number;
  owner: HexString;
  side: Side;
  lots: string;
  limit_ticks: number;
  fee_pips: number;
  client_id: string;
  placed_at: string;
  tx_hash: HexString;
  lot_units: string;
  tick_size: string;
};

const scaleOf = (row: CommonRow) => ({ lotUnits: BigInt(row.lot_units), tickSize: BigInt(row.tick_size) });

const commonOf = (row: CommonRow) => ({
  id: row.id,
  marketId: row.market_id,
  owner: row.owner,
  side: row.side,
  lots: row.lots,
  limitTicks: row.limit_ticks,
  clientId: row.client_id,
  placedAt: Number(row.placed_at),
  txHash: row.tx_hash,
});

type ConditionalRow = CommonRow & {
  kind: ConditionalKind;
  limit_above_ticks: number;
  trigger_above_ticks: number | null;
  trigger_below_ticks: number | null;
  trail_ticks: number | null;
  expiry: string | null;
  keeper_fee: string;
  status: ConditionalStatus;
  deferred_id: string | null;
};

function toConditional(row: ConditionalRow): ConditionalDto {
  const terms = { side: row.side, lots: BigInt(row.lots), limitTicks: row.limit_ticks };
  const order = { ...terms, limitAboveTicks: row.limit_above_ticks, takerFeePips: row.fee_pips };
  return {
    ...commonOf(row),
    kind: row.kind,
    limitAboveTicks: row.limit_above_ticks,
    triggerAboveTicks: row.trigger_above_ticks,
    triggerBelowTicks: row.trigger_below_ticks,
    trailTicks: row.trail_ticks,
    expiry: row.expiry === null ? null : Number(row.expiry),
    status: row.status,
    escrow: row.status === "WAITING" ? String(conditionalEscrow(order, scaleOf(row))) : "0",
    keeperFee: row.keeper_fee,
    deferredId: row.deferred_id,
  };
}

const PAGE_WHERE = `($1::text IS NULL OR o.owner = $1) AND ($2::bigint IS NULL OR o.market_id = $2::bigint)
       AND ($3::text[] IS NULL OR o.status = ANY($3))
       AND ($4::numeric IS NULL OR (o.placed_at, o.id) < ($4::numeric, $5::numeric))
     ORDER BY o.placed_at DESC, o.id DESC LIMIT $6`;

function pageArguments(filter: WaitingFilter<string>, page: PageRequest): unknown[] {
  const [placedAt, id] = decodeCursor(page.cursor, ["number", "number"]) ?? [null, null];
  return [filter.owner ?? null, filter.marketId ?? null, filter.statuses ?? null, placedAt, id, page.limit + 1];
}

/** Orders that wait for a price, newest first. */
export async function listConditionals(
  db: Database,
  filter: WaitingFilter<ConditionalStatus>,
  page: PageRequest,
): Promise<Page<ConditionalDto>> {
  const rows = await db.query<ConditionalRow>(
    `SELECT o.id, o.market_id, o.owner, o.side, o.kind, o.lots, o.limit_ticks, o.limit_above_ticks, o.trigger_above_ticks,
            o.trigger_below_ticks, o.trail_ticks, o.expiry, o.fee_pips, o.keeper_fee, o.status, o.deferred_id, o.client_id,
            o.placed_at, o.tx_hash, m.lot_units, m.tick_size
     FROM carbon.conditionals o JOIN carbon.markets m ON m.id = o.market_id
     WHERE ${PAGE_WHERE}`,
    pageArguments(filter, page),
  );
  return toPage(rows, page.limit, toConditional, (row) => [row.placed_at, row.id]);
}

type ParentRow = CommonRow & {
  kind: ParentKind;
  remaining_lots: string;
  start_at: string;
  interval: number;
  slices: number;
  next_slice: number;
  open_lots: string;
  tolerance_bps: number;
  participation_bps: number;
  keeper_fees: string;
  status: ParentStatus;
};

function toParent(row: ParentRow): ParentDto {
  const order = { side: row.side, lots: BigInt(row.remaining_lots), priceTicks: row.limit_ticks };
  const held = deferredEscrow({ ...order, takerFeePips: row.fee_pips }, scaleOf(row));
  return {
    ...commonOf(row),
    kind: row.kind,
    remainingLots: row.remaining_lots,
    startAt: Number(row.start_at),
    interval: row.interval,
    slices: row.slices,
    nextSlice: row.next_slice,
    openLots: row.open_lots,
    toleranceBps: row.tolerance_bps,
    participationBps: row.participation_bps,
    status: row.status,
    escrow: row.status === "WORKING" ? String(held) : "0",
    keeperFees: row.keeper_fees,
  };
}

/** Orders that are worked off in slices, newest first. */
export async function listParents(
  db: Database,
  filter: WaitingFilter<ParentStatus>,
  page: PageRequest,
): Promise<Page<ParentDto>> {
  const rows = await db.query<ParentRow>(
    `SELECT o.id, o.market_id, o.owner, o.side, o.kind, o.lots, o.remaining_lots, o.limit_ticks, o.start_at, o.interval,
            o.slices, o.next_slice, o.open_lots, o.tolerance_bps, o.participation_bps, o.fee_pips, o.keeper_fees, o.status,
            o.client_id, o.placed_at, o.tx_hash, m.lot_units, m.tick_size
     FROM carbon.parents o JOIN carbon.markets m ON m.id = o.market_id
     WHERE ${PAGE_WHERE}`,
    pageArguments(filter, page),
  );
  return toPage(rows, page.limit, toParent, (row) => [row.placed_at, row.id]);
}

type SliceRow = {
  slice: number;
  lots_filled: string;
  lots_left: string;
  keeper: HexString;
  keeper_fee: string;
  timestamp: string;
  block: string;
  log_index: number;
  tx_hash: HexString;
};

/** Executions of an order's slices, oldest first. */
export async function listSlices(db: Database, parentId: string, page: PageRequest): Promise<Page<SliceDto>> {
  const [block, logIndex] = decodeCursor(page.cursor, ["number", "number"]) ?? [null, null];
  const rows = await db.query<SliceRow>(
    `SELECT slice, lots_filled, lots_left, keeper, keeper_fee, timestamp, block, log_index, tx_hash
     FROM carbon.parent_slices
     WHERE parent_id = $1::numeric AND ($2::numeric IS NULL OR (block, log_index) > ($2::numeric, $3::bigint))
     ORDER BY block, log_index LIMIT $4`,
    [parentId, block, logIndex, page.limit + 1],
  );
  const toSlice = (row: SliceRow): SliceDto => ({
    slice: row.slice,
    lotsFilled: row.lots_filled,
    lotsLeft: row.lots_left,
    keeper: row.keeper,
    keeperFee: row.keeper_fee,
    timestamp: Number(row.timestamp),
    txHash: row.tx_hash,
  });
  return toPage(rows, page.limit, toSlice, (row) => [row.block, row.log_index]);
}
