import type { Address } from "viem";
import type { Deployer } from "./deployer.ts";
import type { NetworkConfig, RoleHolder } from "./network-config.ts";
import { delayOf } from "./role-delays.ts";
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

/** An account with a role, and how long it waits between announcing a call and making it. */
export type Holder = { account: Address; delaySeconds: number };

/** Contracts that retire what they hold for those whose it is; their own rules decide when, so they do not wait. */
const CUSTODIANS = ["carbonBasket", "exchange"] as const;

/** Who holds a role: whom the configuration names and, of custodians, the contracts that are some. */
export function roleHolders(
  role: GrantedRole,
  config: NetworkConfig,
  deployer: Pick<Deployer, "address" | "at">,
): Holder[] {
  const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
  const named = config.roles[role].flatMap((holder) =>
    resolveHolders([holder], known).map((account) => ({ account, delaySeconds: delayOf(config, role, holder) })),
  );
  const contracts = role === "CUSTODIAN" ? CUSTODIANS : [];
  return [...named, ...contracts.map((name) => ({ account: deployer.at(name), delaySeconds: 0 }))];
}
