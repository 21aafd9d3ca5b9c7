import type { Address, Chain, PublicClient, Transport } from "viem";
import { accessManagerAbi } from "@carbonxchange/sdk";
import type { Deployer } from "./deployer.ts";
import { KEYLESS_HOLDERS } from "./holders.ts";
import type { NetworkConfig } from "./network-config.ts";
import { isConfigured, isInstant, ROLE_IDS, type GrantedRole } from "./roles.ts";

/** How long a holder waits between announcing a call and making it; a contract has no key, and says itself what it waits for. */
export function delayOf(
  role: GrantedRole,
  account: Address,
  config: NetworkConfig,
  deployer: Pick<Deployer, "at">,
): number {
  if (isInstant(role) || !isConfigured(role)) return 0;
  const isKeyless = KEYLESS_HOLDERS.some((name) => deployer.at(name) === account);
  return isKeyless ? 0 : config.delaySeconds[role];
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
