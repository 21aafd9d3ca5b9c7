import type { Hex } from "viem";
import type { CancellationReason, Side } from "../codecs/enums.ts";
import type { BasketBook } from "./basket-book.ts";
import { createBufferBook } from "./buffer-book.ts";
import type { BufferBook } from "./buffer-book.ts";
import type { Difference, DifferenceKind } from "./difference.ts";
import { createFigures } from "./figures.ts";
import type { Figures, Place, Value } from "./figures.ts";
import { createLabelBook } from "./label-book.ts";
import type { LabelBook } from "./label-book.ts";
import { createWaitingBook } from "./waiting-book.ts";
import type { WaitingBook } from "./waiting-book.ts";

/** An issued batch; everything in kg. `nextUnit` is the first unit of its block that nothing has consumed. */
export type Batch = {
  id: bigint;
  namespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  issued: bigint;
  minted: bigint;
  burnt: bigint;
  retired: bigint;
  cancelled: Map<CancellationReason, bigint>;
  nextUnit: bigint;
  issuedIn: Place;
  /** Positive balances by holder. */
  holders: Map<Hex, bigint>;
};

/** What one retirement consumed of one batch, in kg; `firstUnit` counts from the start of the batch's block. */
export type RetiredPart = { batchId: bigint; units: bigint; firstUnit: bigint };

/** A retirement and its certificate's owner, once minted. */
export type RetirementFact = {
  parts: RetiredPart[];
  beneficiary: Hex;
  place: Place;
  certificateOwner: Hex | null;
};

/** A market as far as amounts depend on it. `fees` are those on its own tape. */
export type AuditMarket = {
  id: number;
  baseAsset: number;
  quoteAsset: number;
  lotUnits: bigint;
  tickSize: bigint;
  takerFeePips: bigint;
  takerDiscounts: readonly bigint[];
  fees: bigint;
};

/** An order that holds escrow: in the book, in the work queue, waiting for a price, or worked off in slices. */
export type AuditOrder = {
  id: bigint;
  kind: "BOOK" | "DEFERRED" | "CONDITIONAL" | "PARENT";
  owner: Hex;
  market: AuditMarket;
  side: Side;
  /** The price its escrow stands at. */
  priceTicks: bigint;
  lots: bigint;
  /** Negative for a rebate, which holds nothing. */
  feePips: bigint;
  /** Prepaid to keepers, quote base units. */
  keeperFees: bigint;
};

/** An iceberg: what does not show yet holds escrow of its own. */
export type AuditIceberg = AuditOrder & { kind: "BOOK"; peakLots: bigint };

/** A role's execution delay, which holds from `effectAt` on, unix seconds; zero for at once. */
export type RoleGrant = { delaySeconds: bigint; effectAt: bigint; place: Place };

/** A part of a retirement's certificate that was passed on: kg, counted from the start of the retirement. */
export type ShareFact = { parent: bigint; holder: Hex; firstUnit: bigint; units: bigint };

/**
 * Accounts that hold credits for others, in lower case: the exchange's vault, the registry with which requested retirements
 * wait, and the reserves against reversals, of which the registry's logs tell. `labels` and `reserve` are the label registry and
 * the reversal buffer whose logs are read, if any.
 */
export type Custodians = {
  exchange: Hex | null;
  registry: Hex | null;
  labels: Hex | null;
  reserve: Hex | null;
  buffers: Hex[];
};

/** Everything that is rebuilt, as it stands after the last log. */
export type Ledger = {
  custodians: Custodians;
  figures: Figures;
  batches: Map<bigint, Batch>;
  retirements: Map<bigint, RetirementFact>;
  shares: Map<bigint, ShareFact>;
  labels: LabelBook;
  buffer: BufferBook;
  /** Baskets by address, in lower case. */
  baskets: Map<Hex, BasketBook>;
  waiting: WaitingBook;
  assets: Map<number, { token: Hex; isCredit: boolean; batchId: bigint }>;
  markets: Map<number, AuditMarket>;
  orders: Map<bigint, AuditOrder>;
  icebergs: Map<bigint, AuditIceberg>;
  /** Lots of a price level by market, side and price, see `levelKey`. */
  levels: Map<string, { lots: bigint; place: Place }>;
  /** Free and escrowed by asset and account. */
  free: Map<number, Map<Hex, bigint>>;
  escrowed: Map<number, Map<Hex, bigint>>;
  /** Fees beyond what a market's tape holds, by asset. */
  spilledFees: Map<number, bigint>;
  /** Roles of the AccessManager by role and account. */
  roles: Map<bigint, Map<Hex, RoleGrant>>;
  /** Amounts that fell below zero inside the transaction under way, by name. */
  dips: Map<string, () => bigint>;
  differences: Difference[];
};

/** An empty ledger; see `createFigures` for `watched`. */
export function createLedger(custodians: Custodians, watched?: ReadonlySet<string>): Ledger {
  return {
    custodians,
    figures: createFigures(watched),
    batches: new Map(),
    retirements: new Map(),
    shares: new Map(),
    labels: createLabelBook(),
    buffer: createBufferBook(),
    baskets: new Map(),
    waiting: createWaitingBook(),
    assets: new Map(),
    markets: new Map(),
    orders: new Map(),
    icebergs: new Map(),
    levels: new Map(),
    free: new Map(),
    escrowed: new Map(),
    spilledFees: new Map(),
    roles: new Map(),
    dips: new Map(),
    differences: [],
  };
}

/** Adds to an amount that is kept by two keys; an amount of zero is forgotten. */
export function addTo<K>(table: Map<K, Map<Hex, bigint>>, key: K, account: Hex, delta: bigint): bigint {
  const row = table.get(key) ?? new Map<Hex, bigint>();
  table.set(key, row);
  const amount = (row.get(account) ?? 0n) + delta;
  if (amount === 0n) row.delete(account);
  else row.set(account, amount);
  return amount;
}

/** Records a difference unless the two values are equal. */
export function expectSame(
  ledger: Ledger,
  kind: DifferenceKind,
  figure: string,
  rebuilt: Value,
  found: Value,
  place: Place | null,
): void {
  if (rebuilt !== found) ledger.differences.push({ kind, figure, rebuilt, found, place });
}

/** An address in the form in which ledgers compare it. */
export function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
