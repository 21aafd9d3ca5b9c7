import type { BatchSums } from "../db/reconciliation.ts";

/**
 * Checks a batch's sums against each other: issued against everywhere a unit can be, living units against the sum of all
 * balances, retired units against the sum of all retirements. `differenceUnits` is issued less the rest.
 */
export function reconcile(batchId: string, sums: BatchSums) {
  const { issued, circulating, escrowed, retired, cancelled } = sums;
  const difference = issued - (circulating + escrowed + retired + cancelled);
  const balanced =
    difference === 0n && sums.sumOfBalances === circulating + escrowed && sums.sumOfRetirements === retired;
  return {
    batchId,
    block: sums.block,
    issuedUnits: String(issued),
    circulatingUnits: String(circulating),
    escrowedUnits: String(escrowed),
    retiredUnits: String(retired),
    cancelledUnits: String(cancelled),
    differenceUnits: String(difference),
    sumOfBalancesUnits: String(sums.sumOfBalances),
    retirements: sums.retirements,
    sumOfRetirementsUnits: String(sums.sumOfRetirements),
    balanced,
  };
}
