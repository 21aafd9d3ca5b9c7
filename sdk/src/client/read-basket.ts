import type { Address } from "viem";
import { carbonBasketAbi } from "../abi/index.ts";
import { LIST_MODES, enumName } from "../codecs/enums.ts";
import type { ListMode } from "../codecs/enums.ts";
import { labelIds } from "../codecs/labels.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

const basket = (context: ReadContext): Address => context.deployment.contracts.carbonBasket.address;

/**
 * A basket: its supply and cap in kg, its rules in force, and the version and date (unix seconds) of rules announced. What the
 * lists name is in the events that announced the version.
 */
export type Basket = {
  name: string;
  symbol: string;
  supplyUnits: bigint;
  capUnits: bigint;
  version: number;
  vintageFrom: number;
  vintageUntil: number;
  feeBps: number;
  maxImpairedBps: number;
  requiredLabels: number[];
  modes: { methodologies: ListMode; countries: ListMode; registries: ListMode; projectIds: ListMode };
  announced: { version: number; effectiveAt: number } | null;
};

/** Reads the basket of the deployment. */
export async function readBasket(context: ReadContext): Promise<Basket> {
  const at = basket(context);
  const [name, symbol, supplyUnits, [version, announced, effectiveAt]] = await Promise.all([
    call(context, at, carbonBasketAbi, "name", []),
    call(context, at, carbonBasketAbi, "symbol", []),
    call(context, at, carbonBasketAbi, "totalSupply", []),
    call(context, at, carbonBasketAbi, "versions", []),
  ]);
  const [{ requiredLabels, ...terms }, modes] = await call(context, at, carbonBasketAbi, "rulesOf", [version]);
  const [methodologies, countries, registries, projectIds] = modes;
  return {
    name,
    symbol,
    supplyUnits,
    version,
    ...terms,
    requiredLabels: labelIds(requiredLabels),
    modes: {
      methodologies: enumName(LIST_MODES, methodologies),
      countries: enumName(LIST_MODES, countries),
      registries: enumName(LIST_MODES, registries),
      projectIds: enumName(LIST_MODES, projectIds),
    },
    announced: announced === 0 ? null : { version: announced, effectiveAt },
  };
}

/** What a redemption or retirement without choosing would take, oldest vintages first; units in kg. */
export type BasketPick = { portions: readonly { batchId: bigint; units: bigint }[]; units: bigint };

/** Reads what the oldest `units` kg of the basket are, looking at `maxBatches` batches. */
export async function readOldestInBasket(
  context: ReadContext,
  units: bigint,
  maxBatches: bigint,
  purpose: "REDEEM" | "RETIRE",
): Promise<BasketPick> {
  const args = [units, maxBatches, purpose === "RETIRE"] as const;
  const [portions, sum] = await call(context, basket(context), carbonBasketAbi, "oldest", args);
  return { portions, units: sum };
}
