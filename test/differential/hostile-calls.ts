import fc from "fast-check";
import { encodeFunctionData, toHex, type Abi, type Address, type Hex } from "viem";
import { MARKET } from "./exchange-rig.ts";
import type { MarketWorld } from "./market-world.ts";

/** Calls by which a hostile keeper tries to move what is not his to move; each must leave everything as it is. */

const UPKEEPS_OF_A_MARKET = ["crank", "fireStops", "uncross", "reopen", "checkAndHalt", "trail"] as const;
const OWNERS_CALLS = ["cancel", "cancelConditional", "cancelParent"] as const;
const GAS = 3_000_000;
/** Too little for any piece of work. */
const STARVED_GAS = 2_500;
/** Where an order id has its kind and its market; above them it has no bits. */
const KIND_BIT = 48n;
const MARKET_BIT = 56n;
const BEYOND_BIT = 88n;

/** What the search draws for a hostile call: the rest is read off the world. */
export type Drawn = { nth: number; salt: number; market: number; bytes: Uint8Array };

export const drawn: fc.Arbitrary<Drawn> = fc.noBias(
  fc.record({
    nth: fc.nat(1_000),
    salt: fc.nat(1_000),
    market: fc.constantFrom(0, 2, 99, 2 ** 32 - 1),
    bytes: fc.uint8Array({ minLength: 0, maxLength: 200 }),
  }),
);

type Tools = {
  call: (functionName: string, args: readonly unknown[]) => Hex;
  id: bigint;
  victim: Address;
  own: Address;
};

/** The data of one hostile call to the exchange. */
export function hostileCall(world: MarketWorld, hostile: Address, draw: Drawn): Hex {
  const abi: Abi = world.exchange.abi;
  const call = (functionName: string, args: readonly unknown[]) => encodeFunctionData({ abi, functionName, args });
  const known = world.ids[draw.salt % Math.max(1, world.ids.length)];
  const victim = (known?.owner ?? world.addressOf(1)) as Address;
  const make = TRICKS[draw.nth % TRICKS.length];
  if (make === undefined) throw new RangeError(`no trick ${draw.nth}`);
  return make({ call, id: known?.id ?? 0n, victim, own: hostile }, draw);
}

/** The id with a bit that no id of its kind in this market has. */
function aliased(id: bigint, salt: number): bigint {
  const aliases = [
    id | (1n << (MARKET_BIT + 5n)),
    id | (7n << KIND_BIT),
    id | (1n << BEYOND_BIT),
    id ^ (1n << MARKET_BIT),
  ];
  return aliases[salt % aliases.length] ?? id;
}

const bundleOf = ({ call }: Tools, calls: readonly Hex[], gas = GAS) =>
  call("bundle", [calls.map((data) => ({ gas, call: data }))]);

const TRICKS: readonly ((tools: Tools, draw: Drawn) => Hex)[] = [
  // bytes at random, with the selector of a piece of work, or cut short
  (_, { bytes }) => toHex(bytes),
  ({ call }, { bytes }) => `${call("crank", [MARKET, 1]).slice(0, 10)}${toHex(bytes).slice(2)}` as Hex,
  ({ call, id }, { salt }) => call("prune", [[id, id]]).slice(0, 10 + 2 * (salt % 96)) as Hex,
  // another market
  ({ call, id }, { salt, market }) => {
    const name = UPKEEPS_OF_A_MARKET[salt % UPKEEPS_OF_A_MARKET.length] ?? "crank";
    const args = { crank: [market, 150], fireStops: [market, 150], uncross: [market, 150], trail: [market, [id]] };
    return call(name, name in args ? args[name as keyof typeof args] : [market]);
  },
  // ids that mean another order, or none
  ({ call, id }, { salt }) => call("prune", [[aliased(id, salt)]]),
  ({ call, id }, { salt }) => call("pruneConditionals", [[aliased(id, salt)]]),
  ({ call, id }, { salt }) => call("executeSlice", [aliased(id, salt), 150]),
  ({ call, id }, { salt }) => call("trail", [MARKET, [aliased(id, salt)]]),
  // bundles in bundles, of what is no upkeep, or with too little gas; the sound call before them must not stand
  (tools) =>
    bundleOf(tools, [tools.call("crank", [MARKET, 150]), bundleOf(tools, [tools.call("crank", [MARKET, 150])])]),
  (tools) => bundleOf(tools, [tools.call("crank", [MARKET, 150]), tools.call("cancel", [tools.id])]),
  (tools) => bundleOf(tools, [tools.call("fireStops", [MARKET, 150]), tools.call("withdraw", [1, 1n, tools.own])]),
  (tools) => bundleOf(tools, [tools.call("crank", [MARKET, 150]), tools.call("setOperator", [tools.own, 2 ** 31])]),
  (tools) => bundleOf(tools, [tools.call("crank", [MARKET, 150])], STARVED_GAS),
  (tools) =>
    bundleOf(
      tools,
      Array.from({ length: 33 }, () => tools.call("crank", [MARKET, 1])),
    ),
  (tools, { bytes }) => bundleOf(tools, [tools.call("crank", [MARKET, 150]), toHex(bytes.slice(0, 3))]),
  // sizes that no piece of work takes
  ({ call }) => call("crank", [MARKET, 0]),
  ({ call }) => call("crank", [MARKET, 151]),
  ({ call }) => call("fireStops", [MARKET, 65_535]),
  ({ call, id }) => call("prune", [Array.from({ length: 151 }, () => id)]),
  // what belongs to others, or to roles
  ({ call, id }, { salt }) => call(OWNERS_CALLS[salt % OWNERS_CALLS.length] ?? "cancel", [id]),
  ({ call, id, victim }) => call("cancelBy", [victim, [id]]),
  ({ call, id, victim }) => call("cancelPlanned", [victim, id]),
  ({ call, id }) => call("amend", [id, 1]),
  ({ call, own }) => call("withdraw", [2, 1n, own]),
  ({ call }) => call("haltMarket", [MARKET]),
  ({ call }) => call("setMarketFees", [MARKET, 0, 0]),
  ({ call, own }) => call("collectFees", [MARKET, own]),
];

/** How many kinds of hostile calls there are. */
export const TRICK_COUNT = TRICKS.length;
