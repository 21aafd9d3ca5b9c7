import { MlError } from "../errors.ts";
import type { ReturnModel } from "./model.ts";
import { skillOf, type Skill } from "./skill.ts";

export type WalkForward = { skill: Skill; forecasts: number[]; realised: number[] };

/**
 * Forecasts each of the last `steps` returns from what was known the day before. The model is fitted `folds` times, each
 * time on all returns before its fold; nothing it is scored on was seen in fitting.
 */
export async function walkForward(
  model: ReturnModel,
  returns: readonly number[],
  options: { steps: number; folds: number },
): Promise<WalkForward> {
  const { steps, folds } = options;
  const first = returns.length - steps;
  if (first < model.lookback + 2) {
    throw new MlError("TOO_SHORT", `${returns.length} returns leave ${first} to learn from`);
  }
  const forecasts: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const from = first + Math.floor((steps * fold) / folds);
    const to = first + Math.floor((steps * (fold + 1)) / folds);
    if (from === to) continue;
    const fitted = await model.fit(returns.slice(0, from));
    const ends = Array.from({ length: to - from }, (_, index) => from + index);
    forecasts.push(...(await fitted.predict(returns.slice(0, to), ends)));
    fitted.dispose();
  }
  const realised = returns.slice(first);
  return { skill: skillOf(forecasts, realised), forecasts, realised };
}
