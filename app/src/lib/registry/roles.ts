import { accessManagerAbi } from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";

/** Role numbers as contracts/governance/Roles.sol has them. */
const REGISTRY_ROLE = 2n;
const VERIFIER_ROLE = 3n;

/** Which desks an account may work at. The contract decides; this only spares a useless question to the wallet. */
export type DeskRoles = { registry: boolean; verifier: boolean };

/** Reads an account's registry-side roles. */
export async function readDeskRoles({ client, at }: ChainReader, account: Address): Promise<DeskRoles> {
  const holds = async (role: bigint) => {
    const [member] = await client.readContract({
      address: at("accessManager"),
      abi: accessManagerAbi,
      functionName: "hasRole",
      args: [role, account],
    });
    return member;
  };
  const [registry, verifier] = await Promise.all([holds(REGISTRY_ROLE), holds(VERIFIER_ROLE)]);
  return { registry, verifier };
}
