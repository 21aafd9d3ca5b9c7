import { BookRefusal } from "@carbonxchange/sdk";
import type { BookEvent } from "@carbonxchange/sdk";
import type { Address, Hex } from "viem";
import { canonical, encodeCall, wordedRefusal } from "./contract-codec.ts";
import type { Deployed } from "./local-chain.ts";
import type { Call, CallTable } from "./market-call.ts";
import type { Act, MarketStep } from "./market-steps.ts";
import { learnIds } from "./market-world.ts";
import type { MarketWorld } from "./market-world.ts";
import { OPERATING, VAULT } from "./operator-calls.ts";
import { ARRANGING, ENDING, PLACING } from "./order-calls.ts";
import { SLICES, STOPS } from "./waiting-calls.ts";
import { WORK } from "./work-calls.ts";

/** What a call did: refused with code and arguments, or a result and events. */
export type Outcome = { refused: string | null; result: unknown; events: readonly unknown[] };

/** A step as a call to a contract, and what the reference book says that it does. */
export type Move = {
  step: MarketStep;
  from: Address;
  to: Deployed;
  functionName: string;
  data: Hex;
  expected: Outcome;
};

/** Plays a step on the reference book. */
export function playStep(world: MarketWorld, step: MarketStep): Move {
  const call = callOf(world, step);
  const { from = step.who, to = world.exchange, functionName, args } = call;
  const expected = outcomeOf(world, call);
  return {
    step,
    from: world.addressOf(from),
    to,
    functionName,
    data: encodeCall(to.abi, functionName, args),
    expected,
  };
}

const CALLS: CallTable<Act["act"]> = {
  ...PLACING,
  ...ENDING,
  ...ARRANGING,
  ...STOPS,
  ...SLICES,
  ...WORK,
  ...OPERATING,
  ...VAULT,
};

function callOf(world: MarketWorld, step: MarketStep): Call {
  // the table has for each act a function of the steps that do it
  const call = CALLS[step.act] as (world: MarketWorld, step: MarketStep, caller: string) => Call;
  return call(world, step, world.addressOf(step.who));
}

function outcomeOf(world: MarketWorld, { run }: Call): Outcome {
  try {
    const result = canonical(run());
    const events: readonly BookEvent[] = world.book.lastEvents();
    learnIds(world, events);
    return { refused: null, result, events: events.map(canonical) };
  } catch (error) {
    if (!(error instanceof BookRefusal)) throw error;
    return { refused: wordedRefusal(error.code, error.args), result: null, events: [] };
  }
}
