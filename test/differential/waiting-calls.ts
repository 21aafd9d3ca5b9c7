import { CONDITIONAL_KINDS, PARENT_KINDS, SELF_TRADES, SIDES, enumIndex, weightsWord } from "@carbonxchange/sdk";
import type { ConditionalRequest, ParentRequest } from "@carbonxchange/sdk";
import { MARKET } from "./exchange-rig.ts";
import { anybodys, later } from "./market-call.ts";
import type { CallTable } from "./market-call.ts";
import type { StepConditional, StepParent } from "./market-steps.ts";
import { picked } from "./market-world.ts";
import type { MarketWorld } from "./market-world.ts";

const encodeConditional = (input: ConditionalRequest) => ({
  ...input,
  marketId: MARKET,
  side: enumIndex(SIDES, input.side),
  kind: enumIndex(CONDITIONAL_KINDS, input.kind),
  selfTrade: enumIndex(SELF_TRADES, input.selfTrade),
  lots: Number(input.lots),
});

const encodeParent = (input: ParentRequest) => ({
  ...input,
  marketId: MARKET,
  side: enumIndex(SIDES, input.side),
  kind: enumIndex(PARENT_KINDS, input.kind),
  selfTrade: enumIndex(SELF_TRADES, input.selfTrade),
  lots: Number(input.lots),
  weights: weightsWord(input.weights),
});

function conditionalOf(world: MarketWorld, { expiresIn, ...rest }: StepConditional): ConditionalRequest {
  return { ...rest, expiry: later(world, expiresIn) };
}

function parentOf({ at }: MarketWorld, { startsIn, ...rest }: StepParent): ParentRequest {
  return { ...rest, startAt: startsIn === null ? 0 : at.seconds + startsIn };
}

type Stop = "placeConditional" | "placeConditionalBy" | "cancelConditional" | "trail" | "pruneConditionals";
type Slice = "placeParent" | "placeParentBy" | "cancelParent" | "executeSlice";

/** Orders that wait for a price. */
export const STOPS: CallTable<Stop> = {
  placeConditional: (world, step, caller) => {
    const input = conditionalOf(world, step.input);
    const run = () => world.book.placeConditional(caller, input, world.at);
    return { functionName: "placeConditional", args: [encodeConditional(input)], run };
  },
  placeConditionalBy: (world, step, caller) => {
    const input = conditionalOf(world, step.input);
    const account = world.addressOf(step.account);
    const run = () => world.book.placeConditionalBy(caller, account, input, world.at);
    return { functionName: "placeConditionalBy", args: [account, encodeConditional(input)], run };
  },
  cancelConditional: (world, step, caller) => {
    const id = picked(world, step.who, "conditional", step.pick);
    const run = () => world.book.cancelConditional(caller, id, world.at);
    return { functionName: "cancelConditional", args: [id], run };
  },
  trail: (world, step) => {
    const ids = anybodys(world, step.who, "conditional", step.picks);
    return { functionName: "trail", args: [MARKET, ids], run: () => world.book.trail(ids, world.at) };
  },
  pruneConditionals: (world, step) => {
    const ids = anybodys(world, step.who, "conditional", step.picks);
    const run = () => world.book.pruneConditionals(ids, world.at);
    return { functionName: "pruneConditionals", args: [ids], run };
  },
};

/** Orders that are worked off over time. */
export const SLICES: CallTable<Slice> = {
  placeParent: (world, step, caller) => {
    const input = parentOf(world, step.input);
    const run = () => world.book.placeParent(caller, input, world.at);
    return { functionName: "placeParent", args: [encodeParent(input)], run };
  },
  placeParentBy: (world, step, caller) => {
    const input = parentOf(world, step.input);
    const account = world.addressOf(step.account);
    const run = () => world.book.placeParentBy(caller, account, input, world.at);
    return { functionName: "placeParentBy", args: [account, encodeParent(input)], run };
  },
  cancelParent: (world, step, caller) => {
    const id = picked(world, step.who, "parent", step.pick);
    return { functionName: "cancelParent", args: [id], run: () => world.book.cancelParent(caller, id, world.at) };
  },
  executeSlice: (world, step, caller) => {
    const id = picked(world, step.who, "parent", { ...step.pick, own: false });
    const run = () => {
      const { filledLots, lotsLeft } = world.book.executeSlice(caller, id, step.maxFills, world.at);
      return [filledLots, lotsLeft];
    };
    return { functionName: "executeSlice", args: [id, step.maxFills], run };
  },
};
