import { MARKET } from "./exchange-rig.ts";
import { pickedAll } from "./market-call.ts";
import type { CallOf } from "./market-call.ts";

/** Anybody's work. */
export const workCall: CallOf = (world, step) => {
  const { book, at, addressOf } = world;
  const { who } = step;
  const caller = addressOf(who);
  switch (step.act) {
    case "crank":
      return { functionName: "crank", args: [MARKET, step.most], run: () => book.crank(caller, step.most, at).steps };
    case "fireStops":
      return { functionName: "fireStops", args: [MARKET, step.most], run: () => book.fireStops(caller, step.most, at) };
    case "uncross":
      return { functionName: "uncross", args: [MARKET, step.most], run: () => book.uncross(step.most, at) };
    case "reopen":
      return { functionName: "reopen", args: [MARKET], run: () => book.reopen(at) };
    case "checkAndHalt":
      return { functionName: "checkAndHalt", args: [MARKET], run: () => book.checkAndHalt(at) };
    case "prune": {
      const ids = pickedAll(world, who, "order", step.picks.map((pick) => ({ ...pick, own: false })));
      return { functionName: "prune", args: [ids], run: () => book.prune(ids, at) };
    }
    case "trail": {
      const ids = pickedAll(world, who, "conditional", step.picks.map((pick) => ({ ...pick, own: false })));
      return { functionName: "trail", args: [MARKET, ids], run: () => book.trail(ids, at) };
    }
    case "pruneConditionals": {
      const ids = pickedAll(world, who, "conditional", step.picks.map((pick) => ({ ...pick, own: false })));
      return { functionName: "pruneConditionals", args: [ids], run: () => book.pruneConditionals(ids, at) };
    }
    default:
      return null;
  }
};
