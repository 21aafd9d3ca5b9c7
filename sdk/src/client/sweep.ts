import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { toCarbonContractError } from "../errors/contract-error.ts";
import { buildSweepRequest, sweepRequest } from "../requests/sweep.ts";
import type { SweepInput } from "../requests/sweep.ts";
import type { ReadContext, WriteContext } from "./client-context.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** What one market gave: kg, and quote base units with fees. */
export type SweepPart = { marketId: number; batchId: bigint; units: bigint; cost: bigint };

/** A sweep's outcome: the certificate, kg, and quote base units with fees. */
export type SweepOutcome = { retirementId: bigint; units: bigint; cost: bigint; parts: readonly SweepPart[] };

/**
 * What a sweep would do for `account` now: the same code, carried out and undone by the exchange. Throws `CarbonContractError`
 * with what the sweep itself would be refused with.
 */
export async function quoteSweep(context: ReadContext, account: Address, input: SweepInput): Promise<SweepOutcome> {
  const address = context.deployment.contracts.exchange.address;
  const args = [account, sweepRequest(input)] as const;
  const quoted = await context.publicClient
    .simulateContract({ address, abi: exchangeAbi, functionName: "quoteSweep", args })
    .catch((error: unknown) => {
      throw toCarbonContractError(error);
    });
  const [ok, failure, outcome] = quoted.result;
  if (!ok) throw toCarbonContractError(failure);
  return outcome;
}

/** Buys and retires in one transaction. Throws `CarbonContractError`; then nothing was bought. */
export async function sweep(context: WriteContext, input: SweepInput): Promise<Sent & SweepOutcome> {
  const sent = await send(context, buildSweepRequest(context.deployment, input));
  const exchange = context.deployment.contracts.exchange.address;
  const { retirementId, units, cost, parts } = requiredEvent(sent.receipt, exchange, exchangeAbi, "Swept").args;
  return { ...sent, retirementId, units, cost, parts };
}
