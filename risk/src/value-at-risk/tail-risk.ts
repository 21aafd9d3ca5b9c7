/**
 * Loss figures as positive fractions of value over the stated horizon. `expectedShortfall` is the mean loss beyond the
 * value at risk.
 */
export type TailRisk = { valueAtRisk: number; expectedShortfall: number };

/** Square-root-of-time scaling from one day, exact only for independent returns without drift. */
export function scaleTailRisk(oneDay: TailRisk, horizonDays: number): TailRisk {
  const factor = Math.sqrt(horizonDays);
  return { valueAtRisk: oneDay.valueAtRisk * factor, expectedShortfall: oneDay.expectedShortfall * factor };
}
