/** Where the contracts keep single figures: what a test overwrites to see whether anybody notices. */
import { encodeAbiParameters, keccak256, toHex } from "viem";
import type { Hex } from "viem";

type Key = { type: "uint256" | "address" | "bytes32"; value: bigint | Hex };

/** The slot of a mapping's entry. */
export function entry(slot: bigint, { type, value }: Key): bigint {
  return BigInt(keccak256(encodeAbiParameters([{ type }, { type: "uint256" }], [value as never, slot])));
}

export const uint = (value: bigint): Key => ({ type: "uint256", value });
export const address = (value: Hex): Key => ({ type: "address", value });

/** The first slot of an ERC-7201 namespace. */
export function namespace(id: string): bigint {
  const inner = BigInt(keccak256(toHex(id))) - 1n;
  return BigInt(keccak256(encodeAbiParameters([{ type: "uint256" }], [inner]))) & ~0xffn;
}

const ERC1155 = namespace("openzeppelin.storage.ERC1155");
const CREDITS = namespace("carbonxchange.storage.CarbonCredits");
const EXCHANGE = namespace("carbonxchange.storage.Exchange");
const GATE = namespace("carbonxchange.storage.ComplianceGate");

/** Members of CarbonCreditsStorage.Layout and of Exchange's, by their slot. */
const CREDITS_PROPOSALS = CREDITS + 7n;
const CREDITS_BATCHES = CREDITS + 8n;
const CREDITS_RETIREMENTS = CREDITS + 9n;
const CREDITS_SERIALS = CREDITS + 10n;
const EXCHANGE_BALANCES = EXCHANGE + 4n;
const EXCHANGE_BOOKS = EXCHANGE + 7n;

/** Slots of a BookSide: bitmap root, its words, levels, orders, three mappings. */
const SIDE_LEVELS = 1n + 256n;
const SIDE_ORDERS = SIDE_LEVELS + 65_536n;
const SIDE_SIZE = SIDE_ORDERS + 16_777_216n + 3n;
const BOOK_DEFERRED = 2n;
const BOOK_BIDS = 3n;
const BOOK_TAPE = BOOK_BIDS + 2n * SIDE_SIZE;
const BOOK_CONDITIONALS = BOOK_TAPE + 5n;
const BOOK_PARENTS = BOOK_TAPE + 6n;
const RING = 152n;

const book = (market: number): bigint => entry(EXCHANGE_BOOKS, uint(BigInt(market)));
const side = (market: number, isBid: boolean): bigint => book(market) + BOOK_BIDS + (isBid ? 0n : SIDE_SIZE);

export const creditBalanceSlot = (holder: Hex, batchId: bigint): bigint =>
  entry(entry(ERC1155, uint(batchId)), address(holder));
/** From the low bit up: proposal 64 | issuedAt 40 | retiredUnits 64 | cancelledUnits 64. */
export const batchSlot = (batchId: bigint): bigint => entry(CREDITS_BATCHES, uint(batchId));
/** The first word: project 64 | blockStart 40 | blockEnd 40 | vintageStart 40 | vintageEnd 40 | status 8. */
export const proposalSlot = (id: bigint): bigint => entry(CREDITS_PROPOSALS, uint(id));
/** Word 0: account 160 | units 64 | batch number 32. Word 1: beneficiary 160 | firstUnit 64 | purpose 8 | country 16. */
export const retirementSlot = (id: bigint, word: bigint): bigint => entry(CREDITS_RETIREMENTS, uint(id)) + word;
/** The last serial of the block that begins at `blockStart`. */
export const serialEndSlot = (serialNamespace: string, blockStart: bigint): bigint => {
  const set = entry(CREDITS_SERIALS, { type: "bytes32", value: keccak256(toHex(serialNamespace)) });
  return entry(set + 1n, uint(blockStart));
};
/** The account's record: tier 8 | country 16 | expiresAt 40 | frozen 8. */
export const eligibilitySlot = (account: Hex): bigint => entry(GATE + 2n, address(account));
/** The low 128 bits are the free balance. */
export const vaultSlot = (account: Hex, asset: number): bigint =>
  entry(EXCHANGE_BALANCES, uint((BigInt(account) << 32n) | BigInt(asset)));
/** An order in its level's ring: owner 160 | lots 40 | expiry 32 | feePips 16 | flags 8. */
export const orderSlot = (market: number, isBid: boolean, priceTicks: bigint, sequence: bigint): bigint =>
  side(market, isBid) + SIDE_ORDERS + priceTicks * 256n + (sequence % RING);
export const levelSlot = (market: number, isBid: boolean, priceTicks: bigint): bigint =>
  side(market, isBid) + SIDE_LEVELS + priceTicks;
export const deferredSlot = (market: number, sequence: bigint): bigint =>
  entry(book(market) + BOOK_DEFERRED, uint(sequence));
/** The low 96 bits are the fees collected. */
export const tapeSlot = (market: number): bigint => book(market) + BOOK_TAPE;
export const conditionalSlot = (market: number, number: bigint): bigint =>
  entry(book(market) + BOOK_CONDITIONALS, uint(number));
export const parentSlot = (market: number, number: bigint): bigint => entry(book(market) + BOOK_PARENTS, uint(number));
/** A member's record in an AccessManager: since 48 | delay. */
export const roleMemberSlot = (role: bigint, account: Hex): bigint => entry(entry(1n, uint(role)), address(account));
