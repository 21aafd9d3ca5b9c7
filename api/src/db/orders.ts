import type { OrderDto, OrderStatus, Page } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  id: string;
  market_id: number;
  owner: `0x${string}`;
  side: "BID" | "ASK";
  price_ticks: number;
  lots: string;
  remaining_lots: string;
  expiry: string | null;
  status: OrderStatus;
  client_id: string;
  placed_at: string;
  tx_hash: `0x${string}`;
};

function toOrder(row: Row): OrderDto {
  return {
    id: row.id,
    marketId: row.market_id,
    owner: row.owner,
    side: row.side,
    priceTicks: row.price_ticks,
    lots: row.lots,
    remainingLots: row.remaining_lots,
    expiry: row.expiry === null ? null : Number(row.expiry),
    status: row.status,
    clientId: row.client_id,
    placedAt: Number(row.placed_at),
    txHash: row.tx_hash,
  };
}

/** Orders, newest first. A deferred order that came to rest whole lives on as the resting one and is left out. */
export async function listOrders(
  db: Database,
  filter: { owner: string | undefined; marketId: number | undefined; statuses: readonly OrderStatus[] | undefined },
  page: PageRequest,
): Promise<Page<OrderDto>> {
  const [placedAt, id] = decodeCursor(page.cursor, ["number", "number"]) ?? [null, null];
  const rows = await db.query<Row>(
    `SELECT id, market_id, owner, side, price_ticks, lots, remaining_lots, expiry, status, client_id, placed_at, tx_hash
     FROM carbon.orders
     WHERE lots > 0
       AND ($1::text IS NULL OR owner = $1) AND ($2::bigint IS NULL OR market_id = $2::bigint)
       AND ($3::text[] IS NULL OR status = ANY($3))
       AND ($4::numeric IS NULL OR (placed_at, id) < ($4::numeric, $5::numeric))
     ORDER BY placed_at DESC, id DESC LIMIT $6`,
    [filter.owner ?? null, filter.marketId ?? null, filter.statuses ?? null, placedAt, id, page.limit + 1],
  );
  return toPage(rows, page.limit, toOrder, (row) => [row.placed_at, row.id]);
}
