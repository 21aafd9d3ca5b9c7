import { keccak256, pad, stringToHex, toHex, zeroAddress } from "viem";
import type { Hex } from "viem";
import type { carbonBasketAbi } from "../../abi/index.ts";
import { BASKET_CRITERIA, enumIndex } from "../../codecs/enums.ts";
import type { BasketCriterion } from "../../codecs/enums.ts";
import type { EventArgs, EventHandlers } from "../audit-event.ts";
import { activeVersion, basketOf, shelve, unshelve } from "../basket-book.ts";
import type { BasketBook } from "../basket-book.ts";
import type { Place, Read, Value } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

type BasketAbi = typeof carbonBasketAbi;
type Portions = readonly { batchId: bigint; units: bigint }[];

const BPS = 10_000n;
const FIRST_YEAR = 1970n;
const LAST_YEAR = 2225n;

/** A question to one basket. */
export const basketRead = (at: Hex, functionName: string, ...args: Value[]): Read => ({
  contract: "carbonBasket",
  at,
  functionName,
  args,
});

/** The basket that logged something: its address and its book. */
function emitterOf(ledger: Ledger, place: Place): { at: Hex; book: BasketBook } {
  const at = place.emitter ?? zeroAddress;
  return { at, book: basketOf(ledger.baskets, at, place) };
}

/** The calendar year of a batch's vintage, by its first day; later than 2225 is one shelf. */
function yearOf(ledger: Ledger, batchId: bigint): bigint {
  const read: Read = { contract: "carbonCredits", functionName: "batch", args: [batchId] };
  const first = ledger.figures.amount(read, "vintageStart");
  const year = BigInt(new Date(Number(first) * 1000).getUTCFullYear());
  return year < LAST_YEAR ? year : LAST_YEAR;
}

const heldBy = (ledger: Ledger, at: Hex, batchId: bigint): bigint => ledger.batches.get(batchId)?.holders.get(at) ?? 0n;

/** Every key that a version of the rules names, as the basket keeps it. */
function listedKeys(rules: EventArgs<BasketAbi, "RulesAnnounced">["rules"]): [BasketCriterion, Hex][] {
  const text = (value: string): Hex => keccak256(stringToHex(value));
  return [
    ...rules.methodologies.map((value): [BasketCriterion, Hex] => ["METHODOLOGY", text(value)]),
    ...rules.countries.map((value): [BasketCriterion, Hex] => ["COUNTRY", pad(value, { dir: "right" })]),
    ...rules.registries.map((value): [BasketCriterion, Hex] => ["REGISTRY", text(value)]),
    ...rules.projectIds.map((value): [BasketCriterion, Hex] => ["PROJECT", toHex(value, { size: 32 })]),
  ];
}

/** What leaves for chosen batches costs the fee of the rules in force, or nothing when its receiver may not receive. */
function takeFee(ledger: Ledger, book: BasketBook, units: bigint, feeUnits: bigint, place: Place): void {
  book.feeUnits += feeUnits;
  if (feeUnits === 0n || place.timestamp === undefined) return;
  const feeBps = book.feeBps.get(activeVersion(book, place.timestamp)) ?? 0n;
  const fee = (units * feeBps + BPS - 1n) / BPS;
  expectSame(ledger, "event", `fee of a basket for ${units} kg`, fee, feeUnits, place);
}

function expectSupply(ledger: Ledger, book: BasketBook, stated: bigint, place: Place): void {
  book.unitsPlace = place;
  expectSame(ledger, "event", `supply of basket ${place.emitter}`, book.supplyUnits, stated, place);
}

/** A batch leaves its shelf with its last unit. `left` is what the basket holds after all that this transaction takes. */
function tidy(book: BasketBook, batchId: bigint, left: bigint): void {
  if (left <= 0n) unshelve(book, batchId);
}

function expectUnits(ledger: Ledger, portions: Portions, stated: bigint, place: Place): void {
  const units = portions.reduce((sum, portion) => sum + portion.units, 0n);
  expectSame(ledger, "event", `portions of basket ${place.emitter}`, units, stated, place);
}

/** Baskets: their rules, their tokens, and the batches behind them. */
export const basketHandlers: EventHandlers<BasketAbi> = {
  RulesAnnounced({ version: number, effectiveAt, rules }, place, ledger) {
    const { at, book } = emitterOf(ledger, place);
    const version = BigInt(number);
    const isFirst = book.feeBps.size === 0;
    if (isFirst) book.current = version;
    else {
      // an announcement that holds by now is in force; one that does not is replaced
      if (place.timestamp !== undefined) book.current = activeVersion(book, place.timestamp);
      [book.announced, book.effectiveAt] = [version, BigInt(effectiveAt)];
    }
    book.feeBps.set(version, BigInt(rules.terms.feeBps));
    book.rulesPlace = place;
    const { terms, modes } = rules;
    ledger.figures.setAll(basketRead(at, "rulesOf", version), "", { terms, modes }, place);
    for (const [criterion, key] of listedKeys(rules)) {
      const index = BigInt(enumIndex(BASKET_CRITERIA, criterion));
      ledger.figures.set(basketRead(at, "isListed", version, index, key), "", true, place);
    }
    if (isFirst || place.timestamp === undefined) return;
    ledger.figures.set(basketRead(at, "ruleDelay"), "", BigInt(effectiveAt) - place.timestamp, place);
  },
  RulesWithdrawn(_, place, ledger) {
    const { book } = emitterOf(ledger, place);
    [book.announced, book.effectiveAt] = [0n, 0n];
    book.rulesPlace = place;
  },
  FeeRecipientSet({ feeRecipient }, place, ledger) {
    const { at } = emitterOf(ledger, place);
    ledger.figures.set(basketRead(at, "feeRecipient"), "", lower(feeRecipient), place);
  },
  Transfer({ from, to, value }, place, ledger) {
    const { at, book } = emitterOf(ledger, place);
    const change = (account: Hex, delta: bigint): void => {
      const after = ledger.figures.add(basketRead(at, "balanceOf", lower(account)), "", delta, place);
      if (after < 0n) expectSame(ledger, "rule", `tokens of ${account} in basket ${at}`, after, 0n, place);
    };
    if (from === zeroAddress) book.supplyUnits += value;
    else change(from, -value);
    if (to === zeroAddress) book.supplyUnits -= value;
    else change(to, value);
    ledger.figures.set(basketRead(at, "totalSupply"), "", book.supplyUnits, place);
  },
  BasketDeposited({ batchId, supplyUnits }, place, ledger) {
    const { book } = emitterOf(ledger, place);
    expectSupply(ledger, book, supplyUnits, place);
    shelve(book, yearOf(ledger, batchId), batchId);
  },
  BasketRedeemed({ to, portions, units, feeUnits, supplyUnits }, place, ledger) {
    const { at, book } = emitterOf(ledger, place);
    expectUnits(ledger, portions, units, place);
    takeFee(ledger, book, units, feeUnits, place);
    expectSupply(ledger, book, supplyUnits, place);
    // the credits leave after this event, portion by portion
    const left = new Map(portions.map(({ batchId }) => [batchId, heldBy(ledger, at, batchId)]));
    for (const { batchId, units: taken } of portions) {
      const rest = (left.get(batchId) ?? 0n) - (lower(to) === at ? 0n : taken);
      left.set(batchId, rest);
      tidy(book, batchId, rest);
    }
  },
  BasketRetired({ portions, units, feeUnits, supplyUnits }, place, ledger) {
    const { at, book } = emitterOf(ledger, place);
    expectUnits(ledger, portions, units, place);
    takeFee(ledger, book, units, feeUnits, place);
    expectSupply(ledger, book, supplyUnits, place);
    // all are retired after this event, and only then are shelves tidied
    for (const { batchId } of portions) {
      const taken = portions.reduce((sum, one) => sum + (one.batchId === batchId ? one.units : 0n), 0n);
      tidy(book, batchId, heldBy(ledger, at, batchId) - taken);
    }
  },
};

/** What only the end shows: the rules in force now, the shelves, and that credits stand behind the tokens. */
export function closeBaskets(ledger: Ledger, nowSeconds: bigint): void {
  for (const [at, book] of ledger.baskets) {
    const active = activeVersion(book, nowSeconds);
    const isWaiting = book.announced !== 0n && book.announced !== active;
    const [announced, effectiveAt] = isWaiting ? [book.announced, book.effectiveAt] : [0n, 0n];
    ledger.figures.setAll(basketRead(at, "versions"), "", { active, announced, effectiveAt }, book.rulesPlace);
    closeShelves(ledger, at, book);
    ledger.figures.setDefault(basketRead(at, "totalSupply"), "", 0n, book.rulesPlace);
    closeLinks(ledger, at, book.rulesPlace);
    const held = [...ledger.batches.values()].reduce((sum, { holders }) => sum + (holders.get(at) ?? 0n), 0n);
    if (held >= book.supplyUnits) continue;
    const figure = `credits behind the tokens of basket ${at}, at least`;
    expectSame(ledger, "rule", figure, book.supplyUnits, held, book.unitsPlace);
  }
}

function closeShelves(ledger: Ledger, at: Hex, { shelves, unitsPlace }: BasketBook): void {
  let mask = 0n;
  for (const [year, shelf] of shelves) {
    if (shelf.length > 0) mask |= 1n << (year - FIRST_YEAR);
    ledger.figures.setAll(basketRead(at, "batchesOf", year), "", shelf, unitsPlace);
    ledger.figures.set(basketRead(at, "batchesOf", year), "length", BigInt(shelf.length), unitsPlace);
  }
  ledger.figures.set(basketRead(at, "vintageYears"), "", mask, unitsPlace);
}

/** A basket of this registry asks this registry, and the buffer and the labels that belong to it. */
function closeLinks(ledger: Ledger, at: Hex, place: Place): void {
  const { registry, labels, buffers } = ledger.custodians;
  const links = basketRead(at, "links");
  if (registry !== null) ledger.figures.set(links, "credits", registry, place);
  if (labels !== null) ledger.figures.set(links, "labels", labels, place);
  const [buffer] = buffers;
  if (buffer !== undefined) ledger.figures.set(links, "impairment", buffer, place);
}
