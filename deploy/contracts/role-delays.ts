import type { Address, Chain, PublicClient, Transport } from "viem";
import { accessManagerAbi } from "@carbonxchange/sdk";
import type { NetworkConfig, RoleHolder } from "./network-config.ts";
import { ROLE_IDS, type GrantedRole } from "./roles.ts";

/** How long a holder waits between announcing a call and making it; the timelock has waited before it calls. */
export function delayOf(config: NetworkConfig, role: GrantedRole, holder: RoleHolder): number {
  return role === "GUARDIAN" || holder === "timelock" ? 0 : config.delaySeconds[role];
}

/** The grant delay last set for a role, in seconds, whether it is in effect already or not; zero where none was set. */
export async function readGrantDelay(
  client: PublicClient<Transport, Chain>,
  manager: Address,
  role: GrantedRole,
): Promise<number> {
  const events = await client.getContractEvents({
    address: manager,
    abi: accessManagerAbi,
    eventName: "RoleGrantDelayChanged",
    args: { roleId: ROLE_IDS[role] },
    fromBlock: 0n,
    strict: true,
  });
  return events.at(-1)?.args.delay ?? 0;
}
