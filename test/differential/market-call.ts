import type { OrderInput } from "@carbonxchange/sdk";
import { MARKET } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";
import type { Act, Caller, MarketStep, Pick as IdPick, StepOrder } from "./market-steps.ts";
import { picked } from "./market-world.ts";
import type { MarketWorld } from "./market-world.ts";

/**
 * The call of a step, by the step's account to the exchange unless stated, and the same call on the reference book: `run` answers
 * what the contract returns.
 */
export type Call = {
  from?: number;
  to?: Deployed;
  functionName: string;
  args: readonly unknown[];
  run: () => unknown;
};

type ActName = Act["act"];
/** A step that does one of some acts. */
export type StepOf<Name extends ActName> = MarketStep & { act: Name };
/** The call of each of some acts; `caller` is the address of the step's account. */
export type CallTable<Name extends ActName> = {
  [One in Name]: (world: MarketWorld, step: StepOf<One>, caller: string) => Call;
};

/** A step's order with its market and its expiry. */
export function orderOf(world: MarketWorld, { expiresIn, ...order }: StepOrder): OrderInput {
  return { ...order, marketId: MARKET, expiry: later(world, expiresIn) };
}

/** A time so many seconds from now; zero for never. */
export function later(world: MarketWorld, seconds: number): number {
  return seconds === 0 ? 0 : world.at.seconds + seconds;
}

/** Ids of a family, by picks. */
export function pickedAll(
  world: MarketWorld,
  who: Caller,
  what: "order" | "conditional" | "parent",
  picks: readonly IdPick[],
): bigint[] {
  return picks.map((pick) => picked(world, who, what, pick));
}

/** Ids of a family, by picks, whosever they are: of calls that anybody may make. */
export function anybodys(
  world: MarketWorld,
  who: Caller,
  what: "order" | "conditional",
  picks: readonly IdPick[],
): bigint[] {
  return picks.map((pick) => picked(world, who, what, { ...pick, own: false }));
}
