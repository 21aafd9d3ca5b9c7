import { studentTTwoSided } from "@carbonxchange/risk";
import { MlError } from "../errors.ts";

/**
 * How one-step forecasts did against the random walk. `rmseRatio` below 1 is better than the random walk; `pValue` is
 * that of a Diebold-Mariano test with the Harvey-Leybourne-Newbold correction.
 */
export type Skill = {
  observations: number;
  rmseModel: number;
  rmseRandomWalk: number;
  rmseRatio: number;
  directionRight: number | null;
  pValue: number;
  verdict: "skill shown" | "no skill shown";
};

const SIGNIFICANT = 0.05;

/** Scores forecasts of returns against the realised ones, the random walk forecasting zero each time. */
export function skillOf(forecasts: readonly number[], realised: readonly number[]): Skill {
  if (forecasts.length !== realised.length) {
    throw new MlError("NOT_ALIGNED", `forecasts ${forecasts.length}, realised ${realised.length}`);
  }
  if (realised.length < 10) throw new MlError("TOO_SHORT", `${realised.length} forecasts, skill needs 10`);
  const modelErrors = realised.map((value, index) => value - (forecasts[index] ?? 0));
  const rmseModel = rootMeanSquare(modelErrors);
  const rmseRandomWalk = rootMeanSquare(realised);
  const moved = realised.flatMap((value, index) => {
    const forecast = forecasts[index] ?? 0;
    return value === 0 || forecast === 0 ? [] : [Math.sign(value) === Math.sign(forecast)];
  });
  const pValue = dieboldMariano(modelErrors, realised).pValue;
  const rmseRatio = rmseRandomWalk === 0 ? 1 : rmseModel / rmseRandomWalk;
  return {
    observations: realised.length,
    rmseModel,
    rmseRandomWalk,
    rmseRatio,
    directionRight: moved.length === 0 ? null : moved.filter(Boolean).length / moved.length,
    pValue,
    verdict: rmseRatio < 1 && pValue < SIGNIFICANT ? "skill shown" : "no skill shown",
  };
}

/** Diebold and Mariano (1995) on squared errors one step ahead, with the small-sample correction of 1997; two-sided. */
export function dieboldMariano(
  errorsA: readonly number[],
  errorsB: readonly number[],
): { statistic: number; pValue: number } {
  const n = errorsA.length;
  const differences = errorsA.map((error, index) => error ** 2 - (errorsB[index] ?? 0) ** 2);
  const average = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - average) ** 2, 0) / n;
  if (variance === 0) return { statistic: 0, pValue: 1 };
  const statistic = (average / Math.sqrt(variance / n)) * Math.sqrt((n - 1) / n);
  return { statistic, pValue: studentTTwoSided(statistic, n - 1) };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
