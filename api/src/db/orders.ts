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
  iceberg_id: string | null;
  hidden_lots: string | null;
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
    icebergId: row.iceberg_id,
    hiddenLots: row.hidden_lots ?? "0",
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
    `SELECT o.id, o.market_id, o.owner, o.side, o.price_ticks, o.lots, o.remaining_lots, o.expiry, o.status, o.iceberg_id,
            i.hidden_lots, o.client_id, o.placed_at, o.tx_hash
     FROM carbon.orders o
     LEFT JOIN carbon.icebergs i ON i.id = o.iceberg_id AND i.shown_order_id = o.id AND i.live
     WHERE o.lots > 0
       AND ($1::text IS NULL OR o.owner = $1) AND ($2::bigint IS NULL OR o.market_id = $2::bigint)
       AND ($3::text[] IS NULL OR o.status = ANY($3))
       AND ($4::numeric IS NULL OR (o.placed_at, o.id) < ($4::numeric, $5::numeric))
     ORDER BY o.placed_at DESC, o.id DESC LIMIT $6`,
    [filter.owner ?? null, filter.marketId ?? null, filter.statuses ?? null, placedAt, id, page.limit + 1],
  );
  return toPage(rows, page.limit, toOrder, (row) => [row.placed_at, row.id]);
}
