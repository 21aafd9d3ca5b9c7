import type { SocketMessage } from "@carbonxchange/sdk";

/** One side of a book: live lots by price in ticks. */
export type SideLevels = ReadonlyMap<number, bigint>;
/** A book as last known. `epoch` and `seq` place it in the API's numbering; both are empty for one read from chain. */
export type DepthBook = { bids: SideLevels; asks: SideLevels; block: bigint; epoch: string; seq: number };

export type DepthSnapshot = Extract<SocketMessage, { type: "snapshot"; channel: "depth" }>;
export type DepthDelta = Extract<SocketMessage, { type: "delta"; channel: "depth" }>;
type Level = { priceTicks: number; lots: string | bigint };

export const EMPTY_BOOK: DepthBook = { bids: new Map(), asks: new Map(), block: 0n, epoch: "", seq: 0 };

const toLevels = (levels: readonly Level[]): SideLevels =>
  new Map(levels.map(({ priceTicks, lots }) => [priceTicks, BigInt(lots)] as const).filter(([, lots]) => lots > 0n));

function changed(side: SideLevels, levels: readonly Level[]): SideLevels {
  if (levels.length === 0) return side;
  const next = new Map(side);
  for (const { priceTicks, lots } of levels) {
    if (BigInt(lots) === 0n) next.delete(priceTicks);
    else next.set(priceTicks, BigInt(lots));
  }
  return next;
}

/** The book of a snapshot. */
export function fromSnapshot({ bids, asks, block, epoch, seq }: DepthSnapshot): DepthBook {
  return { bids: toLevels(bids), asks: toLevels(asks), block: BigInt(block), epoch, seq };
}

/** A book read from the exchange contract itself. */
export function fromChain(bids: readonly Level[], asks: readonly Level[], block: bigint): DepthBook {
  return { bids: toLevels(bids), asks: toLevels(asks), block, epoch: "", seq: 0 };
}

/** The book after a delta; null when one is missing in between or the numbering has started anew: subscribe again. */
export function applyDelta(book: DepthBook, delta: DepthDelta): DepthBook | null {
  if (delta.epoch !== book.epoch || delta.prev !== book.seq) return null;
  return {
    bids: changed(book.bids, delta.bids),
    asks: changed(book.asks, delta.asks),
    block: BigInt(delta.block),
    epoch: delta.epoch,
    seq: delta.seq,
  };
}
