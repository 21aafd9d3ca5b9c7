import type { Address } from "viem";
import type { RoleHolder } from "./network-config.ts";

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
