import { isAddressEqual, parseAbi, zeroAddress } from "viem";
import type { Abi, Address, PublicClient } from "viem";
import {
  carbonBasketAbi,
  carbonCreditsAbi,
  complianceGateAbi,
  exchangeAbi,
  labelRegistryAbi,
  reversalBufferAbi,
} from "../../abi/index.ts";
import type { AuditContract } from "../../audit/index.ts";
import type { Deployment } from "../../deployment.ts";
import { isRevert } from "./ask-contracts.ts";
import { createLogDecoder } from "./decode-logs.ts";
import { readLogs } from "./read-logs.ts";
import type { ReadLogsDeps } from "./read-logs.ts";
import { VerifyError } from "./verify-error.ts";

/** Contracts of which a registry has one at most. */
export type SingleContract = Exclude<AuditContract, "carbonBasket">;

/** What is verified: where each contract stands, every basket, and the first block that can hold a log of theirs. */
export type AuditTarget = {
  addresses: Partial<Record<SingleContract, Address>>;
  baskets: readonly Address[];
  fromBlock: bigint;
};

const AUTHORITY = parseAbi(["function authority() view returns (address)"]);

/** The contracts of a deployment file. */
export function targetOf({ contracts }: Deployment): AuditTarget {
  const of = (name: AuditContract) => contracts[name].address;
  return {
    addresses: {
      carbonCredits: of("carbonCredits"),
      retirementCertificate: of("retirementCertificate"),
      labelRegistry: of("labelRegistry"),
      reversalBuffer: of("reversalBuffer"),
      exchange: of("exchange"),
      complianceGate: of("complianceGate"),
      sanctionsList: of("sanctionsList"),
      accessManager: of("accessManager"),
      timelock: of("timelock"),
    },
    baskets: [of("carbonBasket")],
    fromBlock: BigInt(Math.min(...Object.values(contracts).map(({ startBlock }) => startBlock))),
  };
}

/**
 * The contracts behind a credit registry, asked of the registry itself. Throws BAD_ADDRESS when it does not answer as one.
 * `findGoverned` adds those that only the access manager knows.
 * @param exchange the order book; without it the one that the gate tells of changes, if there is one.
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
    const listener = await client.readContract({ address: gate, abi: complianceGateAbi, functionName: "listener" });
    const buffer = await client.readContract({ ...registry, functionName: "buffer" });
    const book = exchange ?? ((await answers(client, listener, exchangeAbi, "labels")) ? listener : undefined);
    // an account can be a registry's buffer as well, and has no books
    const isBuffer = await answers(client, buffer, reversalBufferAbi, "totalBufferUnits");
    return {
      addresses: {
        carbonCredits: credits,
        retirementCertificate: certificate,
        complianceGate: gate,
        accessManager: manager,
        ...(list === zeroAddress ? {} : { sanctionsList: list }),
        ...(isBuffer ? { reversalBuffer: buffer } : {}),
        ...(book === undefined ? {} : { exchange: book }),
      },
      baskets: [],
      fromBlock: 0n,
    };
  } catch (cause) {
    throw new VerifyError("BAD_ADDRESS", `${credits} does not answer as a credit registry`, { cause });
  }
}

/** Whether a contract answers a question without arguments. */
async function answers(
  client: Pick<PublicClient, "readContract">,
  address: Address,
  abi: Abi,
  functionName: string,
): Promise<boolean> {
  if (address === zeroAddress) return false;
  try {
    await client.readContract({ address, abi, functionName });
    return true;
  } catch (error) {
    if (isRevert(error)) return false;
    throw error;
  }
}

type FindDeps = Omit<ReadLogsDeps, "client" | "addresses"> & {
  client: Pick<PublicClient, "getLogs" | "readContract" | "getBlockNumber">;
};

/**
 * Adds the contracts that no other names: the label registry and the baskets of the registry, among all that the logs of its access
 * manager say it governs.
 */
export async function findGoverned(deps: FindDeps, target: AuditTarget): Promise<AuditTarget> {
  const { accessManager, carbonCredits } = target.addresses;
  if (accessManager === undefined || carbonCredits === undefined) return target;
  const baskets = [...target.baskets];
  let { labelRegistry } = target.addresses;
  for (const address of await governedBy(deps, accessManager, target.fromBlock)) {
    if (baskets.some((known) => isAddressEqual(known, address))) continue;
    if (await isBasketOf(deps.client, address, carbonCredits)) baskets.push(address);
    else if (labelRegistry === undefined && (await isLabelRegistryOf(deps.client, address, carbonCredits))) {
      labelRegistry = address;
    }
  }
  const addresses = labelRegistry === undefined ? target.addresses : { ...target.addresses, labelRegistry };
  return { ...target, addresses, baskets };
}

/** Every contract of which an access manager says who may call it, in the order in which it first did. */
async function governedBy(deps: FindDeps, manager: Address, fromBlock: bigint): Promise<Address[]> {
  const governed = new Set<Address>();
  const decoder = createLogDecoder({ addresses: { accessManager: manager }, baskets: [] });
  const range = { fromBlock, toBlock: await deps.client.getBlockNumber() };
  for await (const logs of readLogs({ ...deps, addresses: [manager] }, range)) {
    for (const log of logs) {
      const event = decoder.decode(log);
      if (event?.name === "TargetFunctionRoleUpdated") governed.add((event.args as { target: Address }).target);
    }
  }
  return [...governed];
}

async function isBasketOf(client: FindDeps["client"], address: Address, credits: Address): Promise<boolean> {
  if (!(await answers(client, address, carbonBasketAbi, "vintageYears"))) return false;
  const [registry] = await client.readContract({ address, abi: carbonBasketAbi, functionName: "links" });
  return isAddressEqual(registry, credits);
}

async function isLabelRegistryOf(client: FindDeps["client"], address: Address, credits: Address): Promise<boolean> {
  if (!(await answers(client, address, labelRegistryAbi, "labelCount"))) return false;
  const registry = await client.readContract({ address, abi: labelRegistryAbi, functionName: "registry" });
  return isAddressEqual(registry, credits);
}
