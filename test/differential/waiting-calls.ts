import { CONDITIONAL_KINDS, PARENT_KINDS, SELF_TRADES, SIDES, enumIndex, weightsWord } from "@carbonxchange/sdk";
import type { ConditionalInput, ParentInput } from "@carbonxchange/sdk";
import { MARKET } from "./exchange-rig.ts";
import { later } from "./market-call.ts";
import type { CallOf } from "./market-call.ts";
import type { StepConditional, StepParent } from "./market-steps.ts";
import { picked } from "./market-world.ts";
import type { MarketWorld } from "./market-world.ts";

const encodeConditional = (input: ConditionalInput) => ({
  ...input,
  marketId: MARKET,
  side: enumIndex(SIDES, input.side),
  kind: enumIndex(CONDITIONAL_KINDS, input.kind),
  selfTrade: enumIndex(SELF_TRADES, input.selfTrade),
  lots: Number(input.lots),
});

const encodeParent = (input: ParentInput) => ({
  ...input,
  marketId: MARKET,
  side: enumIndex(SIDES, input.side),
  kind: enumIndex(PARENT_KINDS, input.kind),
  selfTrade: enumIndex(SELF_TRADES, input.selfTrade),
  lots: Number(input.lots),
  weights: weightsWord(input.weights),
});

function conditionalOf(world: MarketWorld, { expiresIn, ...rest }: StepConditional): ConditionalInput {
  return { ...rest, expiry: later(world, expiresIn) };
}

function parentOf({ at }: MarketWorld, { startsIn, ...rest }: StepParent): ParentInput {
  return { ...rest, startAt: startsIn === null ? 0 : at.seconds + startsIn };
}

/** Orders that wait for a price or a time. */
export const waitingCall: CallOf = (world, step) => {
  const { book, at, addressOf } = world;
  const { who } = step;
  const caller = addressOf(who);
  switch (step.act) {
    case "placeConditional": {
      const input = conditionalOf(world, step.input);
      const run = () => book.placeConditional(caller, input, at);
      return { functionName: "placeConditional", args: [encodeConditional(input)], run };
    }
    case "cancelConditional": {
      const id = picked(world, who, "conditional", step.pick);
      return { functionName: "cancelConditional", args: [id], run: () => book.cancelConditional(caller, id, at) };
    }
    case "placeConditionalBy": {
      const input = conditionalOf(world, step.input);
      const account = addressOf(step.account);
      const run = () => book.placeConditionalBy(caller, account, input, at);
      return { functionName: "placeConditionalBy", args: [account, encodeConditional(input)], run };
    }
    case "placeParentBy": {
      const input = parentOf(world, step.input);
      const account = addressOf(step.account);
      const run = () => book.placeParentBy(caller, account, input, at);
      return { functionName: "placeParentBy", args: [account, encodeParent(input)], run };
    }
    case "placeParent": {
      const input = parentOf(world, step.input);
      const run = () => book.placeParent(caller, input, at);
      return { functionName: "placeParent", args: [encodeParent(input)], run };
    }
    case "cancelParent": {
      const id = picked(world, who, "parent", step.pick);
      return { functionName: "cancelParent", args: [id], run: () => book.cancelParent(caller, id, at) };
    }
    case "executeSlice": {
      const id = picked(world, who, "parent", { ...step.pick, own: false });
      const run = () => {
        const { filledLots, lotsLeft } = book.executeSlice(caller, id, step.maxFills, at);
        return [filledLots, lotsLeft];
      };
      return { functionName: "executeSlice", args: [id, step.maxFills], run };
    }
    default:
      return null;
  }
};
