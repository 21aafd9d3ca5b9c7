/**
 * Every privileged function of every contract, found by asking: a function is privileged when the AccessManager refuses a
 * stranger's call. Which of them act at once is said here, on purpose and by name; all others wait.
 */
import {
  encodeFunctionData,
  toFunctionSelector,
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  type Chain,
  type Hex,
  type PublicClient,
  type Transport,
} from "viem";
import { accessManagerAbi, type ContractName, type Deployment } from "@carbonxchange/sdk";
import { deployedAbi, type ReadArtifact } from "./artifact.ts";
import { ROLE_IDS, type RoleName } from "./roles.ts";

/**
 * Functions that stop something, and the one that only records a root: one key may call them without delay. Markets and listed accounts are set going again with
 * delay; the two freezes go both ways, since a mistaken one holds somebody's funds.
 */
export const INSTANT_FUNCTIONS: Partial<Record<ContractName, readonly string[]>> = {
  complianceGate: ["setFrozen"],
  sanctionsList: ["addToSanctionsList"],
  carbonCredits: ["setFrozenTokens"],
  walletRecovery: ["stop"],
  exchange: ["haltMarket"],
  auditAnchor: ["anchor"],
};

/** INSTANT: pause, freeze and anchor. DELAYED: everything else. */
export type PrivilegeSpeed = "INSTANT" | "DELAYED";
export type Privilege = {
  contract: ContractName;
  functionName: string;
  selector: Hex;
  role: RoleName;
  speed: PrivilegeSpeed;
};

/** Contracts whose functions the AccessManager guards; the AccessManager and the timelock guard their own. */
const GUARDED: readonly ContractName[] = [
  "complianceGate",
  "sanctionsList",
  "carbonCredits",
  "retirementCertificate",
  "exchange",
  "marketUpkeep",
  "completenessLedger",
  "auditAnchor",
  "walletRecovery",
  "separatedRoles",
  "labelRegistry",
  "reversalBuffer",
  "carbonBasket",
  "quoteToken",
];

/** The error of OpenZeppelin's `restricted`; who is refused by something else is not refused for want of a role. */
const REFUSED = "0x068ca9d8"; // AccessManagedUnauthorized(address)

type Chains = { client: PublicClient<Transport, Chain>; deployment: Deployment; readArtifact: ReadArtifact };

/** The privileged functions of all contracts with the role that each needs on this chain. */
export async function findPrivileges(context: Chains, stranger: Address): Promise<Privilege[]> {
  const found: Privilege[] = [];
  for (const contract of GUARDED) {
    const abi = deployedAbi(contract, context.readArtifact);
    for (const item of abi.filter(isStateChanging)) {
      if (await isRefused(context, contract, item, stranger)) found.push(await privilegeOf(context, contract, item));
    }
  }
  return found;
}

function isStateChanging(item: Abi[number]): item is AbiFunction {
  return item.type === "function" && item.stateMutability !== "view" && item.stateMutability !== "pure";
}

/** Calls with nothing in the arguments: the role is checked before any of them is. */
async function isRefused(
  { client, deployment }: Chains,
  contract: ContractName,
  item: AbiFunction,
  stranger: Address,
): Promise<boolean> {
  const data = encodeFunctionData({ abi: [item], functionName: item.name, args: item.inputs.map(nothing) });
  const to = deployment.contracts[contract].address;
  return client.call({ account: stranger, to, data }).then(
    () => false,
    (error: unknown) => revertDataOf(error)?.startsWith(REFUSED) ?? false,
  );
}

function revertDataOf(error: unknown): Hex | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { data } = at as { data?: unknown };
    if (typeof data === "string" && data.startsWith("0x")) return data as Hex;
  }
  return undefined;
}

/** An empty value of a type. */
function nothing(parameter: AbiParameter): unknown {
  const { type } = parameter;
  const list = /^(.*)\[(\d*)\]$/.exec(type);
  if (list !== null) {
    return Array.from({ length: Number(list[2]) }, () => nothing({ ...parameter, type: list[1] ?? "" }));
  }
  if (type === "tuple") {
    return Object.fromEntries(
      componentsOf(parameter).map((part, index) => [part.name ?? String(index), nothing(part)]),
    );
  }
  if (type === "bool") return false;
  if (type === "string") return "";
  if (type === "address") return `0x${"00".repeat(20)}`;
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice(5)))}`;
  return 0n;
}

function componentsOf(parameter: AbiParameter): readonly AbiParameter[] {
  return "components" in parameter ? parameter.components : [];
}

async function privilegeOf(
  { client, deployment }: Chains,
  contract: ContractName,
  item: AbiFunction,
): Promise<Privilege> {
  const selector = toFunctionSelector(item);
  const id = await client.readContract({
    address: deployment.contracts.accessManager.address,
    abi: accessManagerAbi,
    functionName: "getTargetFunctionRole",
    args: [deployment.contracts[contract].address, selector],
  });
  const role = (Object.keys(ROLE_IDS) as RoleName[]).find((name) => ROLE_IDS[name] === id);
  if (role === undefined) throw new RangeError(`${contract}.${item.name} needs role ${id}, which has no name`);
  const isInstant = INSTANT_FUNCTIONS[contract]?.includes(item.name) ?? false;
  return { contract, functionName: item.name, selector, role, speed: isInstant ? "INSTANT" : "DELAYED" };
}

/** The table as documents show it. */
export function privilegeTable(privileges: readonly Privilege[]): string[] {
  const rows = privileges.map(({ contract, functionName, role, speed }) => [
    `\`${contract}.${functionName}\``,
    role,
    speed === "INSTANT" ? "at once" : "after a delay",
  ]);
  const cells = [["function", "role", "when"], ...rows];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(width(column))).join(" | ")} |`;
  const [head, ...body] = cells.map(line);
  return [head ?? "", `| ${[0, 1, 2].map((column) => "-".repeat(width(column))).join(" | ")} |`, ...body];
}
