import type { Address, Chain, PublicClient, Transport } from "viem";
import { accessManagerAbi } from "@carbonxchange/sdk";
import { ROLE_IDS, type RoleName } from "./roles.ts";

/** Which of the candidates hold which role, asked of the AccessManager itself. */
export async function readRoleMembers(
  client: PublicClient<Transport, Chain>,
  manager: Address,
  candidates: readonly Address[],
): Promise<Map<RoleName, Set<Address>>> {
  const members = new Map<RoleName, Set<Address>>();
  for (const [role, id] of Object.entries(ROLE_IDS) as [RoleName, bigint][]) {
    const holders = new Set<Address>();
    for (const account of candidates) {
      const [isMember] = await client.readContract({
        address: manager,
        abi: accessManagerAbi,
        functionName: "hasRole",
        args: [id, account],
      });
      if (isMember) holders.add(account);
    }
    members.set(role, holders);
  }
  return members;
}
