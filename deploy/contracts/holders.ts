import type { Address } from "viem";
import type { ContractName } from "@carbonxchange/sdk";
import type { Deployer } from "./deployer.ts";
import type { NetworkConfig, RoleHolder } from "./network-config.ts";
import { isConfigured, type GrantedRole } from "./roles.ts";

/** The addresses behind a configuration's role holders. */
export function resolveHolders(
  holders: readonly RoleHolder[],
  known: { deployer: Address; timelock: () => Address },
): Address[] {
  return holders.map((holder) => {
    if (holder === "deployer") return known.deployer;
    return holder === "timelock" ? known.timelock() : holder;
  });
}

/** Contracts of ours that hold roles: they have no key, and let nobody act through them without their own conditions. */
export const KEYLESS_HOLDERS = [
  "timelock",
  "carbonBasket",
  "exchange",
  "walletRecovery",
  "separatedRoles",
] as const satisfies readonly ContractName[];

/**
 * What contracts hold beside those whom the configuration names: basket and exchange retire what they hold for those whose it is, the
 * recovery moves the credits and the record of a lost account, the separator grants the roles of makers and checkers.
 */
const CONTRACTS_HOLDING: Partial<Record<GrantedRole, readonly (typeof KEYLESS_HOLDERS)[number][]>> = {
  CUSTODIAN: ["carbonBasket", "exchange"],
  COMPLIANCE: ["walletRecovery"],
  RECOVERY: ["walletRecovery"],
  SEPARATOR: ["separatedRoles"],
};

/** Who holds a role: whom the configuration names, and contracts of ours. */
export function roleHolders(
  role: GrantedRole,
  config: NetworkConfig,
  deployer: Pick<Deployer, "address" | "at">,
): Address[] {
  const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
  const named = isConfigured(role) ? resolveHolders(config.roles[role], known) : [];
  return [...named, ...(CONTRACTS_HOLDING[role] ?? []).map((contract) => deployer.at(contract))];
}
