import { parseAbi, zeroAddress } from "viem";
import type { Address, PublicClient } from "viem";
import { carbonCreditsAbi, complianceGateAbi } from "../../abi/index.ts";
import type { AuditContract } from "../../audit/index.ts";
import type { Deployment } from "../../deployment.ts";
import { VerifyError } from "./verify-error.ts";

/** What is verified: where each contract stands and the first block that can hold a log of theirs. */
export type AuditTarget = { addresses: Partial<Record<AuditContract, Address>>; fromBlock: bigint };

const AUTHORITY = parseAbi(["function authority() view returns (address)"]);

/** The contracts of a deployment file. */
export function targetOf({ contracts }: Deployment): AuditTarget {
  const of = (name: AuditContract) => contracts[name].address;
  return {
    addresses: {
      carbonCredits: of("carbonCredits"),
      retirementCertificate: of("retirementCertificate"),
      exchange: of("exchange"),
      complianceGate: of("complianceGate"),
      sanctionsList: of("sanctionsList"),
      accessManager: of("accessManager"),
      timelock: of("timelock"),
    },
    fromBlock: BigInt(Math.min(...Object.values(contracts).map(({ startBlock }) => startBlock))),
  };
}

/**
 * The contracts behind a credit registry, asked of the registry itself. Throws BAD_ADDRESS when it does not answer as one.
 * @param exchange the order book, which the registry does not know; without it no vault is verified.
 */
export async function findContracts(
  client: Pick<PublicClient, "readContract">,
  credits: Address,
  exchange: Address | undefined,
): Promise<AuditTarget> {
  try {
    const registry = { address: credits, abi: carbonCreditsAbi } as const;
    const [gate, certificate] = await client.readContract({ ...registry, functionName: "links" });
    const manager = await client.readContract({ address: credits, abi: AUTHORITY, functionName: "authority" });
    const list = await client.readContract({ address: gate, abi: complianceGateAbi, functionName: "sanctionsList" });
    return {
      addresses: {
        carbonCredits: credits,
        retirementCertificate: certificate,
        complianceGate: gate,
        accessManager: manager,
        ...(list === zeroAddress ? {} : { sanctionsList: list }),
        ...(exchange === undefined ? {} : { exchange }),
      },
      fromBlock: 0n,
    };
  } catch (cause) {
    throw new VerifyError("BAD_ADDRESS", `${credits} does not answer as a credit registry`, { cause });
  }
}
