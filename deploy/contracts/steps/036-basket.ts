import { encodeBasketRules, type BasketRulesInput } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import { resolveHolders } from "../holders.ts";
import type { NetworkConfig } from "../network-config.ts";
import type { DeployStep, StepContext } from "./step.ts";

/** A basket with the rules of the configuration, which hold from its first block on. */
export const basket: DeployStep = {
  id: "036",
  title: "basket",
  async run(context) {
    const { deployer, readArtifact } = context;
    await deployer.proxy("carbonBasket", readArtifact(ARTIFACTS.carbonBasket), basketArguments(context));
  },
};

/** What the basket is initialised with. Its fees go to the first treasurer. */
export function basketArguments({ config, deployer }: Pick<StepContext, "config" | "deployer">): readonly unknown[] {
  const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
  const [feeRecipient] = resolveHolders(config.roles.TREASURER, known);
  const setup = {
    accessManager: deployer.at("accessManager"),
    credits: deployer.at("carbonCredits"),
    labels: deployer.at("labelRegistry"),
    impairment: deployer.at("reversalBuffer"),
    feeRecipient,
    ruleDelay: config.basket.ruleDelaySeconds,
    name: config.basket.name,
    symbol: config.basket.symbol,
  };
  return [setup, encodeBasketRules(basketRules(config))];
}

/** The rules of the configuration; labels stand in it by code and on the chain by their place in its list. */
function basketRules({ basket: given, labels }: NetworkConfig): BasketRulesInput {
  const { capTonnes, vintageFrom, vintageUntil, feeBps, methodologies, countries, registries } = given;
  return {
    feeBps,
    requiredLabels: given.requiredLabels.map((code) => labels.findIndex((label) => label.code === code)),
    ...(capTonnes === undefined ? {} : { capUnits: BigInt(capTonnes) * 1_000n }),
    ...(vintageFrom === undefined ? {} : { vintageFrom: unixSeconds(vintageFrom) }),
    ...(vintageUntil === undefined ? {} : { vintageUntil: unixSeconds(vintageUntil) }),
    ...(methodologies === undefined ? {} : { methodologies }),
    ...(countries === undefined ? {} : { countries }),
    ...(registries === undefined ? {} : { registries }),
  };
}

/** An ISO date as the second in which it begins in UTC. */
function unixSeconds(date: string): number {
  return Date.parse(date) / 1000;
}
