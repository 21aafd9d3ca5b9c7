import type { TradeDto } from "@carbonxchange/sdk";
import type { Database } from "../db/database.ts";
import { latestTrades } from "../db/trades.ts";
import type { Channel, ChannelMessage } from "./channel.ts";

const SNAPSHOT_TRADES = 50;
/** Most new trades of one refresh; more than that start a new epoch. */
const MAX_NEW_TRADES = 200;

type Numbered = { seq: bigint; trade: TradeDto };

/** What came after the last trade that was told; undefined when that one is no longer there, as after a reorganisation. */
export function tradesAfter(last: Numbered | undefined, rows: readonly Numbered[]): TradeDto[] | undefined {
  if (last === undefined) return rows.map(({ trade }) => trade);
  const known = rows.find(({ seq }) => seq === last.seq);
  if (known?.trade.id !== last.trade.id) return undefined;
  return rows.filter(({ seq }) => seq > last.seq).map(({ trade }) => trade);
}

/** The trades of one market as a numbered stream, newest first in every message. Read before first use. */
export function createTradesChannel(db: Database, marketId: number, newEpoch: () => string): Channel {
  const channel = "trades";
  let epoch = newEpoch();
  let seq = 0;
  let rows: Numbered[] = [];
  const snapshot = (): ChannelMessage => {
    const trades = rows.slice(0, SNAPSHOT_TRADES).map(({ trade }) => trade);
    return { type: "snapshot", channel, marketId, epoch, seq, trades };
  };
  return {
    snapshot,
    refresh: async ({ reset }) => {
      const next = await latestTrades(db, marketId, MAX_NEW_TRADES);
      const fresh = tradesAfter(rows[0], next);
      rows = next;
      if (reset || fresh === undefined) {
        epoch = newEpoch();
        seq = 0;
        return snapshot();
      }
      if (fresh.length === 0) return null;
      const prev = seq;
      seq += 1;
      return { type: "delta", channel, marketId, epoch, seq, prev, trades: fresh };
    },
  };
}
