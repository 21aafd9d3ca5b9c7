import type { Address, Hex } from "viem";
import { carbonBasketAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { BASKET_CRITERIA, LIST_MODES, enumIndex } from "../codecs/enums.ts";
import type { BasketCriterion } from "../codecs/enums.ts";
import { labelMask } from "../codecs/labels.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { encodeStatement } from "./retirement.ts";
import type { RetirementStatement } from "./retirement.ts";

type BasketRequest<
  name extends "announceRules" | "withdrawRules" | "deposit" | "redeem" | "redeemOldest" | "retire" | "retireOldest",
> = ContractRequest<typeof carbonBasketAbi, name>;

/** Some kg of a batch. */
export type PortionInput = { batchId: bigint; units: bigint };

/** Only what a list names, or everything but. */
export type BasketList<T> = { mode: "ALLOW" | "DENY"; entries: readonly T[] };

/**
 * The rules of a basket. Vintages in unix seconds, cap in kg, fee and impairment in basis points, labels by id. What is left out
 * bounds nothing, except that no impaired batch comes in.
 */
export type BasketRulesInput = {
  vintageFrom?: number;
  vintageUntil?: number;
  capUnits?: bigint;
  feeBps: number;
  maxImpairedBps?: number;
  requiredLabels?: readonly number[];
  methodologies?: BasketList<string>;
  countries?: BasketList<string>;
  registries?: BasketList<string>;
  projectIds?: BasketList<bigint>;
};

/** ICarbonBasket.Rules as the contract takes them. */
export type BasketRules = {
  terms: {
    vintageFrom: number;
    vintageUntil: number;
    capUnits: bigint;
    feeBps: number;
    maxImpairedBps: number;
    requiredLabels: bigint;
  };
  modes: readonly [number, number, number, number];
  methodologies: readonly string[];
  countries: readonly Hex[];
  registries: readonly string[];
  projectIds: readonly bigint[];
};

/** The rules as the contract takes them. Throws `RangeError` on a country that is no alpha-2 code or a label id out of range. */
export function encodeBasketRules(input: BasketRulesInput): BasketRules {
  const lists: Record<BasketCriterion, BasketList<unknown> | undefined> = {
    METHODOLOGY: input.methodologies,
    COUNTRY: input.countries,
    REGISTRY: input.registries,
    PROJECT: input.projectIds,
  };
  const mode = (criterion: BasketCriterion) => enumIndex(LIST_MODES, lists[criterion]?.mode ?? "ANY");
  const [methodology, country, registry, project] = BASKET_CRITERIA;
  return {
    terms: {
      vintageFrom: input.vintageFrom ?? 0,
      vintageUntil: input.vintageUntil ?? 2 ** 40 - 1,
      capUnits: input.capUnits ?? 2n ** 64n - 1n,
      feeBps: input.feeBps,
      maxImpairedBps: input.maxImpairedBps ?? 0,
      requiredLabels: labelMask(input.requiredLabels ?? []),
    },
    modes: [mode(methodology), mode(country), mode(registry), mode(project)],
    methodologies: input.methodologies?.entries ?? [],
    countries: (input.countries?.entries ?? []).map((code) => encodeCountry(code)),
    registries: input.registries?.entries ?? [],
    projectIds: input.projectIds?.entries ?? [],
  };
}

const basket = (deployment: Addresses) => deployment.contracts.carbonBasket.address;

/** Announces rules, which hold after the basket's delay. Needs the basket curator role. */
export function buildAnnounceRulesRequest(
  deployment: Addresses,
  rules: BasketRulesInput,
): BasketRequest<"announceRules"> {
  return contractRequest(basket(deployment), carbonBasketAbi, "announceRules", [encodeBasketRules(rules)]);
}

/** Takes an announcement back before it holds. Needs the basket curator role. */
export function buildWithdrawRulesRequest(deployment: Addresses): BasketRequest<"withdrawRules"> {
  return contractRequest(basket(deployment), carbonBasketAbi, "withdrawRules", []);
}

/** Brings credits (kg) in for as many tokens; the basket must be approved in the registry. */
export function buildBasketDepositRequest(
  deployment: Addresses,
  input: PortionInput & { to: Address },
): BasketRequest<"deposit"> {
  return contractRequest(basket(deployment), carbonBasketAbi, "deposit", [input.batchId, input.units, input.to]);
}

/** Takes chosen batches out, against the fee. */
export function buildRedeemRequest(
  deployment: Addresses,
  portions: readonly PortionInput[],
  to: Address,
): BasketRequest<"redeem"> {
  return contractRequest(basket(deployment), carbonBasketAbi, "redeem", [portions, to]);
}

/** Takes `units` kg of the oldest vintages out, free, looking at `maxBatches` batches. */
export function buildRedeemOldestRequest(
  deployment: Addresses,
  input: { units: bigint; maxBatches: bigint; to: Address },
): BasketRequest<"redeemOldest"> {
  const args = [input.units, input.maxBatches, input.to] as const;
  return contractRequest(basket(deployment), carbonBasketAbi, "redeemOldest", args);
}

/** Retires chosen batches straight from the basket, against the fee. */
export function buildRetireFromBasketRequest(
  deployment: Addresses,
  portions: readonly PortionInput[],
  statement: RetirementStatement,
): BasketRequest<"retire"> {
  const args = [portions, encodeStatement(statement)] as const;
  return contractRequest(basket(deployment), carbonBasketAbi, "retire", args);
}

/** Retires `units` kg of the oldest vintages straight from the basket, free, looking at `maxBatches` batches. */
export function buildRetireOldestRequest(
  deployment: Addresses,
  input: { units: bigint; maxBatches: bigint },
  statement: RetirementStatement,
): BasketRequest<"retireOldest"> {
  const args = [input.units, input.maxBatches, encodeStatement(statement)] as const;
  return contractRequest(basket(deployment), carbonBasketAbi, "retireOldest", args);
}
