import { createRequire } from "node:module";
import { RiskError } from "../errors.ts";
import type { SquareMatrix } from "./covariance.ts";

/** The npm package `quadprog`, which has no types: arrays and indexes count from one, index zero is unused. */
type Quadprog = {
  solveQP: (
    dmat: number[][],
    dvec: number[],
    amat: number[][],
    bvec: number[],
    equalities: number,
  ) => { solution: number[]; message: string };
};
const { solveQP } = createRequire(import.meta.url)("quadprog") as Quadprog;

/** row . x = bound, or row . x >= bound. */
export type Constraint = { row: number[]; bound: number; equal: boolean };

/**
 * Minimises 1/2 x' C x - d' x under linear constraints. Throws SINGULAR_COVARIANCE or INFEASIBLE. quadprog counts from
 * one, this function from zero.
 */
export function minimizeQuadratic(c: SquareMatrix, d: readonly number[], constraints: readonly Constraint[]): number[] {
  const n = c.length;
  const ordered = [...constraints.filter((one) => one.equal), ...constraints.filter((one) => !one.equal)];
  const shifted = (values: readonly number[]) => [0, ...values];
  const columns = Array.from({ length: n }, (_, variable) => shifted(ordered.map((one) => one.row[variable] ?? 0)));
  const answer = solveQP(
    [[], ...c.map(shifted)],
    shifted(d),
    [[], ...columns],
    shifted(ordered.map((one) => one.bound)),
    ordered.filter((one) => one.equal).length,
  );
  if (answer.message.includes("positive definite")) {
    throw new RiskError("SINGULAR_COVARIANCE", "the quadratic form has no unique minimum");
  }
  if (answer.message !== "") throw new RiskError("INFEASIBLE", answer.message);
  return answer.solution.slice(1, n + 1);
}
