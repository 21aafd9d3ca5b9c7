import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type Exchange<name extends "uncross" | "reopen" | "checkAndHalt" | "setOracle"> = ContractRequest<
  typeof exchangeAbi,
  name
>;

/** The index of a market; mirrors IExchangeAuctions.Oracle. A zero `feed` removes it. */
export type OracleInput = { feed: Address; maxAgeSeconds: number; bandBps: number };

/** Ends an auction whose time is over; `maxSteps` 1 to 150. Anyone may. */
export function buildUncrossRequest(deployment: Addresses, marketId: number, maxSteps: number): Exchange<"uncross"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "uncross", [marketId, maxSteps]);
}

/** Ends a halt that has lasted its longest time, with an auction. Anyone may. */
export function buildReopenRequest(deployment: Addresses, marketId: number): Exchange<"reopen"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "reopen", [marketId]);
}

/** Halts a market whose prices stand outside of the index band. Anyone may. */
export function buildCheckAndHaltRequest(deployment: Addresses, marketId: number): Exchange<"checkAndHalt"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "checkAndHalt", [marketId]);
}

/** Sets the index a market is judged by. Requires ADMIN. */
export function buildSetOracleRequest(
  deployment: Addresses,
  marketId: number,
  { feed, maxAgeSeconds, bandBps }: OracleInput,
): Exchange<"setOracle"> {
  const { address } = deployment.contracts.exchange;
  return contractRequest(address, exchangeAbi, "setOracle", [marketId, feed, maxAgeSeconds, bandBps]);
}
