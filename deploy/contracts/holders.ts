import type { Address } from "viem";
import type { Deployer } from "./deployer.ts";
import type { NetworkConfig, RoleHolder } from "./network-config.ts";
import type { GrantedRole } from "./roles.ts";

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

/** Who holds a role: whom the configuration names, and the basket, which retires what it holds for its own holders. */
export function roleHolders(
  role: GrantedRole,
  config: NetworkConfig,
  deployer: Pick<Deployer, "address" | "at">,
): Address[] {
  const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
  const named = resolveHolders(config.roles[role], known);
  return role === "CUSTODIAN" ? [...named, deployer.at("carbonBasket")] : named;
}
