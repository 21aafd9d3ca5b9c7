import {
  CANCEL_REASONS,
  CONDITIONAL_KINDS,
  MARKET_PHASES,
  ORDER_TYPES,
  PARENT_ENDS,
  PARENT_KINDS,
  SELF_TRADES,
  SIDES,
  decodeAuctionFills,
  decodeContractError,
  decodeFills,
  exchangeAbi,
} from "@carbonxchange/sdk";
import {
  decodeAbiParameters,
  decodeEventLog,
  encodeAbiParameters,
  isHex,
  toEventSelector,
  toFunctionSelector,
} from "viem";
import type { Abi, AbiEvent, AbiFunction, Hex } from "viem";

/** Encodes calls to contracts and puts what they answer into the words of the reference book. */

/** Functions by ABI and name, with their selectors: looked up once, since a run makes a million calls. */
const FUNCTIONS = new Map<Abi, Map<string, { item: AbiFunction; selector: Hex }>>();

function functionOf(abi: Abi, name: string): { item: AbiFunction; selector: Hex } {
  const byName = FUNCTIONS.get(abi) ?? new Map<string, { item: AbiFunction; selector: Hex }>();
  FUNCTIONS.set(abi, byName);
  const known = byName.get(name);
  if (known) return known;
  const item = abi.find((entry) => entry.type === "function" && entry.name === name);
  if (item?.type !== "function") throw new RangeError(`no function ${name}`);
  const found = { item, selector: toFunctionSelector(item) };
  byName.set(name, found);
  return found;
}

/** The data of a call. */
export function encodeCall(abi: Abi, name: string, args: readonly unknown[]): Hex {
  const { item, selector } = functionOf(abi, name);
  if (item.inputs.length === 0) return selector;
  return `${selector}${encodeAbiParameters(item.inputs, args).slice(2)}`;
}

/** What a call returned, in the words of the reference book; of several values a list. */
export function decodeResult(abi: Abi, name: string, data: Hex): unknown {
  const { item } = functionOf(abi, name);
  if (item.outputs.length === 0) return null;
  const values: readonly unknown[] = decodeAbiParameters(item.outputs, data);
  const named = values.map((value, index) => worded(value, item.outputs[index]?.name ?? ""));
  return named.length === 1 ? named[0] : named;
}

/** What only operators cause: the views show it. */
const OPERATORS_EVENTS: ReadonlySet<string> = new Set([
  ...["MarketRulesSet", "MarketLabelsSet", "MarketFeesSet", "FeeTiersSet", "FeesCollected", "OracleSet"],
  ...["AssetListed", "MarketCreated", "GateSet", "NoncesUsed", "Upgraded", "Initialized", "AuthorityUpdated"],
]);

const EVENTS: ReadonlyMap<string, AbiEvent> = new Map(
  (exchangeAbi as Abi).flatMap((item) => (item.type === "event" ? [[toEventSelector(item), item] as const] : [])),
);

/** The topics of the events that the reference book reports, too. */
export const BOOK_EVENT_TOPICS: ReadonlySet<string> = new Set(
  [...EVENTS].flatMap(([topic, { name }]) => (OPERATORS_EVENTS.has(name) ? [] : [topic])),
);

/** A log as the node gives it. */
export type RawLog = { address: string; topics: [Hex, ...Hex[]]; data: Hex };

/** An event of the exchange in the words of the reference book: its name and its arguments. */
export type DecodedEvent = { name: string } & Record<string, unknown>;

/** Decodes an event of the exchange. */
export function decodeEvent(log: RawLog): DecodedEvent {
  const item = EVENTS.get(log.topics[0]);
  if (!item) throw new RangeError(`no event ${log.topics[0]}`);
  const { args } = decodeEventLog({ abi: [item], topics: log.topics, data: log.data });
  const raw = args as unknown as Record<string, unknown>;
  const worded = wordedRecord(raw);
  if (item.name === "Taken") worded["fills"] = canonical(decodeFills(raw["fills"] as Hex));
  if (item.name === "AuctionFilled") worded["fills"] = canonical(decodeAuctionFills(raw["fills"] as Hex));
  if (item.name === "ParentEnded") worded["reason"] = PARENT_ENDS[Number(raw["reason"])];
  return { name: item.name, ...worded };
}

/** A revert as code and arguments. */
export function decodeRefusal(data: Hex): string {
  const decoded = decodeContractError({ data });
  if (!decoded) throw new RangeError(`not a revert: ${data}`);
  return wordedRefusal(decoded.name, Object.values(decoded.args));
}

/** A refusal as both sides can state it. */
export function wordedRefusal(code: string, args: readonly unknown[]): string {
  return `${code}(${args.map((value) => String(value).toLowerCase()).join(", ")})`;
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  side: SIDES,
  orderType: ORDER_TYPES,
  selfTrade: SELF_TRADES,
  phase: MARKET_PHASES,
  reason: CANCEL_REASONS,
};

/** Numbers as text, addresses in small letters, enums by name, refusals in words. */
function worded(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => worded(entry, key));
  if (typeof value === "object" && value !== null) return wordedRecord(value as Record<string, unknown>);
  if (key === "error" && isHex(value)) return value === "0x" ? "" : decodeRefusal(value);
  const names = typeof value === "number" ? NAMES[key] : undefined;
  return names === undefined ? canonical(value) : (names[value as number] ?? value);
}

function wordedRecord(record: Record<string, unknown>): Record<string, unknown> {
  const kinds = "triggerAboveTicks" in record ? CONDITIONAL_KINDS : PARENT_KINDS;
  const entries = Object.entries(record).map(([key, value]) => [
    key,
    key === "kind" ? kinds[Number(value)] : worded(value, key),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Numbers as text and addresses in small letters, however deep. */
export function canonical(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value === "string") return value.startsWith("0x") ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, canonical(entry)]));
}
