import { zeroAddress } from "viem";
import type { Place, Read } from "./figures.ts";
import { expectSame } from "./ledger.ts";
import type { AuditMarket, AuditOrder, Ledger } from "./ledger.ts";
import { escrowAsset, escrowOf, lock } from "./vault.ts";

/** The question that shows an order of each kind. */
const VIEWS = { BOOK: "order", DEFERRED: "order", CONDITIONAL: "conditional", PARENT: "parent" } as const;

export function orderRead(order: Pick<AuditOrder, "id" | "kind">): Read {
  return { contract: "exchange", functionName: VIEWS[order.kind], args: [order.id] };
}

/** The market of an event; an unknown one is a difference. */
export function marketOf(ledger: Ledger, id: number, place: Place): AuditMarket | null {
  const market = ledger.markets.get(id);
  if (market !== undefined) return market;
  const figure = `exchange market ${id}`;
  ledger.differences.push({ kind: "rule", figure, rebuilt: "unknown", found: "named by an event", place });
  return null;
}

/** The order of an event; an unknown one is a difference. */
export function orderOf(ledger: Ledger, id: bigint, place: Place): AuditOrder | null {
  const order = ledger.orders.get(id);
  if (order !== undefined) return order;
  const figure = `exchange order ${id}`;
  ledger.differences.push({ kind: "rule", figure, rebuilt: "unknown", found: "named by an event", place });
  return null;
}

/** The key of an order's price level. */
export function levelKey({ market, side, priceTicks }: Pick<AuditOrder, "market" | "side" | "priceTicks">): string {
  return `${market.id} ${side} ${priceTicks}`;
}

/** Compares a level with the total that an event states for it. */
export function expectLevel(ledger: Ledger, order: AuditOrder, levelLots: bigint | number, place: Place): void {
  const key = levelKey(order);
  const rebuilt = ledger.levels.get(key)?.lots ?? 0n;
  expectSame(ledger, "event", `exchange level ${key} lots`, rebuilt, BigInt(levelLots), place);
}

/** Takes an order in and locks what it holds. */
export function openOrder(ledger: Ledger, order: AuditOrder, place: Place): void {
  const { lots } = order;
  order.lots = 0n;
  ledger.orders.set(order.id, order);
  const quote = order.market.quoteAsset;
  lock(ledger, order.owner, quote, order.keeperFees, place);
  resize(ledger, order, lots, place);
}

/** Changes an order's size; the difference of what it holds moves between free and escrow. */
export function resize(ledger: Ledger, order: AuditOrder, lots: bigint, place: Place): void {
  lock(ledger, order.owner, escrowAsset(order), escrowOf(order, lots) - escrowOf(order, order.lots), place);
  if (order.kind === "BOOK") {
    const key = levelKey(order);
    const before = ledger.levels.get(key)?.lots ?? 0n;
    ledger.levels.set(key, { lots: before + lots - order.lots, place });
  }
  order.lots = lots;
  showOrder(ledger, order, place);
}

/** Writes what the exchange answers for an order; one without lots is gone, and so are its fields. */
export function showOrder(ledger: Ledger, order: AuditOrder, place: Place): void {
  const read = orderRead(order);
  const { figures } = ledger;
  const live = order.lots !== 0n;
  figures.set(read, "owner", live ? order.owner : zeroAddress, place);
  figures.set(read, "feePips", live ? order.feePips : 0n, place);
  if (order.kind === "PARENT") figures.set(read, "lotsLeft", order.lots, place);
  else figures.set(read, "lots", order.lots, place);
  if (order.kind !== "CONDITIONAL") figures.set(read, "live", live, place);
  if (order.kind === "BOOK") figures.set(read, "priceTicks", order.priceTicks, place);
  if (order.kind === "DEFERRED") figures.set(read, "priceTicks", live ? order.priceTicks : 0n, place);
}
