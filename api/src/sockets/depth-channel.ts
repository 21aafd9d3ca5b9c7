import type { DepthDto } from "@carbonxchange/sdk";
import type { Database } from "../db/database.ts";
import { readDepth } from "../db/depth.ts";
import type { Channel, ChannelMessage } from "./channel.ts";
import { diffBook } from "./depth-diff.ts";

/** Levels of each side that are followed; one beyond is reported as gone. */
const MAX_LEVELS = 500;

/** The book of one market as a numbered stream. Read before first use. */
export function createDepthChannel(db: Database, marketId: number, newEpoch: () => string): Channel {
  const channel = "depth";
  let epoch = newEpoch();
  let seq = 0;
  let book: DepthDto = { marketId, block: "0", bids: [], asks: [] };
  const snapshot = (): ChannelMessage => {
    const { block, bids, asks } = book;
    return { type: "snapshot", channel, marketId, epoch, seq, block, bids, asks };
  };
  return {
    snapshot,
    refresh: async ({ reset }) => {
      const next = await readDepth(db, marketId, MAX_LEVELS);
      const changes = diffBook(book, next);
      book = next;
      if (reset) {
        epoch = newEpoch();
        seq = 0;
        return snapshot();
      }
      if (changes === null) return null;
      const prev = seq;
      seq += 1;
      return { type: "delta", channel, marketId, epoch, seq, prev, block: next.block, ...changes };
    },
  };
}
