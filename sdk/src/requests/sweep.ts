import { exchangeAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { MECHANISMS, enumIndex } from "../codecs/enums.ts";
import type { Mechanism } from "../codecs/enums.ts";
import { labelMask } from "../codecs/labels.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { encodeStatement } from "./retirement.ts";
import type { RetirementStatement } from "./retirement.ts";

/** Most markets of one sweep. */
export const MAX_SWEEP_MARKETS = 16;

/**
 * Which batches may be bought; what is left out allows everything. Methodologies, countries (ISO 3166-1 alpha-2) and mechanisms:
 * any of those named. Labels: all of those numbered, valid at execution. Vintage: unix seconds of its first and last day.
 */
export type SweepCriteria = {
  methodologies?: readonly string[];
  countries?: readonly string[];
  mechanisms?: readonly Mechanism[];
  labels?: readonly number[];
  vintageFrom?: number;
  vintageTo?: number;
};

/**
 * Credits to buy in several markets and retire at once. `units` and `minUnits` (the same unless given) in kg; `maxCost` in quote
 * base units, fees included; `maxFills` resting orders that one market's run may meet, 1 to 150.
 */
export type SweepInput = {
  marketIds: readonly number[];
  criteria?: SweepCriteria;
  units: bigint;
  minUnits?: bigint;
  maxCost: bigint;
  maxFills?: number;
  statement: RetirementStatement;
};

/** A sweep as IExchangeSweep.SweepRequest, its markets in rising order. Throws `RangeError` on a bad country code or label. */
export function sweepRequest(input: SweepInput) {
  const criteria = input.criteria ?? {};
  return {
    marketIds: [...new Set(input.marketIds)].toSorted((a, b) => a - b),
    criteria: {
      methodologies: criteria.methodologies ?? [],
      countries: (criteria.countries ?? []).map((country) => encodeCountry(country)),
      mechanisms: (criteria.mechanisms ?? []).map((mechanism) => enumIndex(MECHANISMS, mechanism)),
      labels: labelMask(criteria.labels ?? []),
      vintageFrom: criteria.vintageFrom ?? 0,
      vintageTo: criteria.vintageTo ?? 0,
    },
    units: input.units,
    minUnits: input.minUnits ?? input.units,
    maxCost: input.maxCost,
    maxFills: input.maxFills ?? 100,
    details: encodeStatement(input.statement),
  };
}

/** Buys the cheapest credits that meet the criteria and retires them on one certificate, in one transaction. */
export function buildSweepRequest(
  deployment: Addresses,
  input: SweepInput,
): ContractRequest<typeof exchangeAbi, "sweep"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "sweep", [sweepRequest(input)]);
}
