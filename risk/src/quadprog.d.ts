declare module "quadprog" {
  /** Goldfarb and Idnani's dual method; arrays and indexes count from one, index zero is unused. */
  export function solveQP(
    Dmat: number[][],
    dvec: number[],
    Amat: number[][],
    bvec: number[],
    meq?: number,
  ): { solution: number[]; Lagrangian: number[]; value: number[]; message: string };
}
