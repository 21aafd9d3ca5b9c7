import { encodeFunctionData, isAddressEqual, parseAbi, zeroAddress, type Address } from "viem";
import { accessManagerAbi, exchangeAbi, type ContractName } from "@carbonxchange/sdk";
import { DeployError } from "../../errors.ts";
import { ARTIFACTS, deployedAbi } from "../artifact.ts";
import { roleHolders } from "../holders.ts";
import { readImplementation } from "../implementation.ts";
import { MODULES, type ModularContract } from "../module-chain.ts";
import { readRoleMembers } from "../role-members.ts";
import { delayOf, readGrantDelay } from "../role-delays.ts";
import {
  DELAYED_ROLES,
  FUNCTION_ROLES,
  GRANTED_ROLES,
  ROLE_IDS,
  SEPARATED_ROLES,
  selectorRoles,
  type RoleName,
} from "../roles.ts";
import { trustFaults } from "../trust-faults.ts";
import { basketArguments } from "./036-basket.ts";
import type { DeployStep, StepContext } from "./step.ts";

/** The contracts behind ERC-1967 proxies; the sanctions list only where it is ours. */
export const PROXIES = [
  "sanctionsList",
  "complianceGate",
  "carbonCredits",
  "retirementCertificate",
  "labelRegistry",
  "reversalBuffer",
  "carbonBasket",
  "exchange",
] as const;

/** Reads everything back from the chain and fails loudly when it is not what the configuration says. */
export const check: DeployStep = {
  id: "080",
  title: "read-back",
  async run(context) {
    const faults = [
      ...(await roleFaults(context)),
      ...(await delayFaults(context)),
      ...(await separationFaults(context)),
      ...(await functionFaults(context)),
      ...(await proxyFaults(context)),
      ...(await moduleFaults(context)),
      ...(await trustFaults(context)),
      ...(await timelockFaults(context)),
    ];
    if (faults.length > 0) throw new DeployError("CHECK_FAILED", faults.join("; "));
  },
};

/** Holders other than the configured ones, and accounts that both register and verify. */
async function roleFaults({ config, client, deployer }: StepContext): Promise<string[]> {
  const manager = deployer.at("accessManager");
  const expected: [RoleName, Address[]][] = [
    ["ADMIN", [deployer.at("timelock")]],
    ...GRANTED_ROLES.map((role): [RoleName, Address[]] => [role, roleHolders(role, config, deployer)]),
  ];
  const candidates = [...new Set([deployer.address, zeroAddress, ...expected.flatMap(([, accounts]) => accounts)])];
  const members = await readRoleMembers(client, manager, candidates);
  const faults: string[] = [];
  for (const [role, accounts] of expected) {
    for (const account of candidates) {
      const should = accounts.some((one) => isAddressEqual(one, account));
      const does = members.get(role)?.has(account) ?? false;
      if (should !== does) faults.push(`${account} ${does ? "holds" : "lacks"} ${role}`);
    }
  }
  for (const account of members.get("REGISTRY") ?? []) {
    if (members.get("VERIFIER")?.has(account)) faults.push(`${account} is REGISTRY and VERIFIER at once`);
  }
  return faults;
}

/** Holders who wait another time than configured; says aloud which roles act at once on a disposable network. */
async function delayFaults({ config, client, deployer, log }: StepContext): Promise<string[]> {
  const manager = deployer.at("accessManager");
  const faults: string[] = [];
  for (const role of GRANTED_ROLES) {
    for (const account of roleHolders(role, config, deployer)) {
      const [, delay] = await client.readContract({
        address: manager,
        abi: accessManagerAbi,
        functionName: "hasRole",
        args: [ROLE_IDS[role], account],
      });
      const wanted = delayOf(role, account, config, deployer);
      if (delay !== wanted) faults.push(`${account} waits ${delay} s as ${role}, not ${wanted} s`);
    }
    const grants = await readGrantDelay(client, manager, role);
    if (grants !== config.grantDelaySeconds) faults.push(`new holders of ${role} wait ${grants} s`);
  }
  const hasty = DELAYED_ROLES.filter((role) => config.delaySeconds[role] === 0);
  if (hasty.length > 0) log(`without delay, on this disposable network only: ${hasty.join(", ")}`);
  return faults;
}

/** Roles whose grants go past the contract that keeps makers and checkers apart. */
async function separationFaults({ client, deployer }: StepContext): Promise<string[]> {
  const faults: string[] = [];
  for (const role of SEPARATED_ROLES) {
    const admin = await client.readContract({
      address: deployer.at("accessManager"),
      abi: accessManagerAbi,
      functionName: "getRoleAdmin",
      args: [ROLE_IDS[role]],
    });
    if (admin !== ROLE_IDS.SEPARATOR) faults.push(`${role} is granted by role ${admin}, not by the separator`);
  }
  return faults;
}

/** Restricted functions whose role on the chain is not the one of the table. */
async function functionFaults({ config, client, deployer, readArtifact }: StepContext): Promise<string[]> {
  const faults: string[] = [];
  for (const contract of Object.keys(FUNCTION_ROLES) as ContractName[]) {
    if (contract === "sanctionsList" && config.sanctionsList !== undefined) continue;
    for (const { functionName, selector, role } of selectorRoles(contract, deployedAbi(contract, readArtifact))) {
      const actual = await client.readContract({
        address: deployer.at("accessManager"),
        abi: accessManagerAbi,
        functionName: "getTargetFunctionRole",
        args: [deployer.at(contract), selector],
      });
      if (actual !== ROLE_IDS[role]) faults.push(`${contract}.${functionName} needs role ${actual}, not ${role}`);
    }
  }
  return faults;
}

/** Proxies without implementation, under another authority, or whose implementation can still be initialised. */
async function proxyFaults(context: StepContext): Promise<string[]> {
  const { config, client, deployer, readArtifact } = context;
  const faults: string[] = [];
  for (const name of PROXIES) {
    if (name === "sanctionsList" && config.sanctionsList !== undefined) continue;
    const address = deployer.at(name);
    const implementation = await readImplementation(client, address);
    if (implementation === zeroAddress) {
      faults.push(`${name} has no implementation`);
      continue;
    }
    const authority = await client.readContract({
      address,
      abi: parseAbi(["function authority() view returns (address)"]),
      functionName: "authority",
    });
    if (!isAddressEqual(authority, deployer.at("accessManager"))) faults.push(`${name} obeys ${authority}`);
    const { abi } = readArtifact(ARTIFACTS[name]);
    const inputs = abi.find((item) => item.type === "function" && item.name === "initialize");
    const plain =
      inputs?.type === "function" ? inputs.inputs.map(({ type }) => (type === "address" ? deployer.address : "")) : [];
    const args = name === "carbonBasket" ? basketArguments(context) : plain;
    const data = encodeFunctionData({ abi, functionName: "initialize", args });
    const opened = await client.call({ account: deployer.address, to: implementation, data }).then(
      () => true,
      () => false,
    );
    if (opened) faults.push(`the implementation of ${name} can be initialised by anyone`);
  }
  return faults;
}

/** Chains of modules behind a contract that are longer or shorter than the list, or lead to nothing. */
async function moduleFaults({ client, deployer }: StepContext): Promise<string[]> {
  const faults: string[] = [];
  for (const contract of Object.keys(MODULES) as ModularContract[]) {
    const wanted = MODULES[contract].length;
    let modules = 0;
    let address = await nextModule(client, deployer.at(contract));
    while (address !== zeroAddress && modules <= wanted) {
      const code = await client.getCode({ address });
      if (code === undefined || code === "0x") {
        faults.push(`${contract} passes calls on to ${address}, which has no code`);
        break;
      }
      modules += 1;
      address = await nextModule(client, address);
    }
    if (address === zeroAddress && modules === wanted) continue;
    faults.push(`${contract} has ${modules} modules behind it, not ${wanted}`);
  }
  return faults;
}

function nextModule(client: StepContext["client"], address: Address): Promise<Address> {
  return client.readContract({ address, abi: exchangeAbi, functionName: "nextModule" });
}

async function timelockFaults({ config, client, deployer }: StepContext): Promise<string[]> {
  const delay = await client.readContract({
    address: deployer.at("timelock"),
    abi: parseAbi(["function getMinDelay() view returns (uint256)"]),
    functionName: "getMinDelay",
  });
  if (delay === BigInt(config.timelock.minDelaySeconds)) return [];
  return [`the timelock waits ${delay} s, not ${config.timelock.minDelaySeconds} s`];
}
