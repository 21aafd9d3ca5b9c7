import { ORDER_KINDS, createReferenceBook, unpackOrderId } from "@carbonxchange/sdk";
import type { BookEvent, Moment, OrderKind, ReferenceBook } from "@carbonxchange/sdk";
import type { Abi, Address } from "viem";
import { BASE, QUOTE, TERMS } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";
import { TRADERS } from "./market-steps.ts";
import type { Caller, Pick } from "./market-steps.ts";

/** Where a sequence is played: the contracts' addresses, the reference book, and every id seen so far with its owner. */
export type MarketWorld = {
  exchange: { address: Address; abi: Abi };
  gate: Deployed;
  feed: Deployed;
  labels: Deployed;
  addressOf: (account: number) => Address;
  book: ReferenceBook;
  at: Moment;
  ids: { id: bigint; kind: OrderKind; owner: string }[];
  accounts: readonly number[];
  /** What was brought into the vault and what was paid out, by asset. */
  brought: Record<1 | 2, bigint>;
  withdrawn: Record<1 | 2, bigint>;
  /** How many states of the batch's adjustment were recorded. */
  adjustments: bigint;
};

/** What each trader holds in the vault before the first step: enough for a few dozen orders, so that now and then one is refused. */
export const QUOTE_UNITS = 3_000_000_000n;
export const KILOGRAMS = 240_000n;

/** A world in which the traders hold what they hold on the rig; `addresses` by account, in small letters. */
export function createWorld(rig: ExchangeRig, feed: Deployed, addresses: readonly Address[], at: Moment): MarketWorld {
  const book = createReferenceBook(TERMS);
  const addressOf = (account: number): Address => {
    const address = addresses[account];
    if (!address) throw new RangeError(`no account ${account}`);
    return address;
  };
  for (const trader of TRADERS) {
    book.deposit(addressOf(trader), BASE, KILOGRAMS, at);
    book.deposit(addressOf(trader), QUOTE, QUOTE_UNITS, at);
  }
  addresses.forEach((address, account) => {
    if (!(TRADERS as readonly number[]).includes(account)) book.setMayTrade(address, false, at);
  });
  // a feed that nobody has told anything yet
  book.setFeed(feed.address, { answer: 0n, decimals: 0, updatedAt: 0 }, at);
  const { exchange, gate, labels } = rig.contracts;
  const traders = BigInt(TRADERS.length);
  const brought = { [BASE]: KILOGRAMS * traders, [QUOTE]: QUOTE_UNITS * traders };
  const accounts = [...addresses.keys()];
  return {
    exchange,
    gate,
    feed,
    labels,
    addressOf,
    accounts,
    book,
    at,
    ids: [],
    brought,
    withdrawn: { 1: 0n, 2: 0n },
    adjustments: 0n,
  };
}

/** Remembers the ids that events name. */
export function learnIds(world: MarketWorld, events: readonly BookEvent[]): void {
  for (const event of events) {
    const owner = "owner" in event ? event.owner : "";
    if (event.name === "OrderPlaced" || event.name === "OrderDeferred") learn(world, event.orderId, owner);
    if (event.name === "IcebergShown") for (const id of [event.orderId, event.icebergId]) learn(world, id, owner);
    if (event.name === "ConditionalPlaced") learn(world, event.conditionalId, event.order.owner);
    if (event.name === "ParentPlaced") learn(world, event.parentId, owner);
  }
}

function learn(world: MarketWorld, id: bigint, owner: string): void {
  if (world.ids.some((known) => known.id === id)) return;
  world.ids.push({ id, kind: unpackOrderId(id).kind, owner });
}

const MISSING: Record<"order" | "conditional" | "parent", bigint> = {
  order: (1n << 56n) | 1n,
  conditional: (1n << 56n) | (3n << 48n) | 99n,
  parent: (1n << 56n) | (4n << 48n) | 99n,
};
const KINDS: Record<keyof typeof MISSING, readonly OrderKind[]> = {
  order: ORDER_KINDS,
  conditional: ["CONDITIONAL"],
  parent: ["PARENT"],
};
const ANOTHER_PRICE = 5n << 32n;

function isLive({ book }: MarketWorld, id: bigint): boolean {
  const { kind, sequence } = unpackOrderId(id);
  if (kind === "CONDITIONAL") return book.conditional(id) !== null;
  if (kind === "PARENT") return book.parents().some(({ number }) => number === sequence);
  return book.order(id) !== null;
}

/** The id that a pick means; one that never existed while there is none. A twisted one may be of any kind. */
export function picked(world: MarketWorld, who: Caller, what: keyof typeof MISSING, pick: Pick): bigint {
  const kinds = KINDS[what];
  const owner = world.addressOf(who);
  const known = world.ids.filter((seen) => kinds.includes(seen.kind) && (!pick.own || seen.owner === owner));
  const living = pick.live ? known.filter(({ id }) => isLive(world, id)) : known;
  const fits = living.length > 0 ? living : known;
  const found = fits.at(-1 - (pick.back % Math.max(fits.length, 1)))?.id ?? MISSING[what];
  if (!pick.twisted) return found;
  return pick.back % 2 === 0 ? found ^ ANOTHER_PRICE : (world.ids.at(-1)?.id ?? found);
}
