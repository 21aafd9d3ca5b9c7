/** Replaces the implementation behind one proxy, after its storage was checked against the one in use. */
import {
  encodeFunctionData,
  getContractAddress,
  isAddressEqual,
  parseAbi,
  zeroHash,
  type Address,
  type Chain,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { accessManagerAbi, type Deployment } from "@carbonxchange/sdk";
import type { ValidationData } from "@openzeppelin/upgrades-core";
import { DeployError } from "../errors.ts";
import { initCode, librariesOf, type Artifact } from "./artifact.ts";
import { readImplementation } from "./implementation.ts";
import { ROLE_IDS } from "./roles.ts";
import { assertFits, assertSafe, layoutOf, recordOf, type LayoutBook } from "./storage-layouts.ts";

const UUPS = parseAbi(["function upgradeToAndCall(address implementation, bytes data) payable"]);
const TIMELOCK = parseAbi([
  "function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)",
  "function execute(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt) payable",
  "function hashOperation(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt) view returns (bytes32)",
  "function getTimestamp(bytes32 id) view returns (uint256)",
  "function getMinDelay() view returns (uint256)",
  "function PROPOSER_ROLE() view returns (bytes32)",
  "function hasRole(bytes32 role, address account) view returns (bool)",
]);
/** What a timelock says of an operation's time when it has been carried out. */
const DONE = 1n;

export type ProxyName =
  | "sanctionsList"
  | "complianceGate"
  | "carbonCredits"
  | "retirementCertificate"
  | "labelRegistry"
  | "reversalBuffer"
  | "carbonBasket"
  | "exchange";
export type UpgradeDeps = {
  client: PublicClient<Transport, Chain>;
  wallet: WalletClient<Transport, Chain, LocalAccount>;
  deployment: Deployment;
  validations: ValidationData;
  layouts: LayoutBook;
  log: (line: string) => void;
};
export type UpgradeOutcome =
  | { state: "unchanged" | "upgraded"; implementation: Address }
  /** Run the command again from `readyAt` (unix seconds on the chain) on. */
  | { state: "waiting"; implementation: Address; readyAt: bigint }
  /** The caller may not propose: `to` takes this call from whoever may, for example a multisig. */
  | { state: "proposed"; implementation: Address; to: Address; data: Hex };

/** What the new code of a proxy consists of: its implementation, and the modules behind it, nearest first. */
export type NewCode = { implementation: Artifact; modules: readonly Artifact[] };

/**
 * Upgrades directly where the caller is UPGRADER, else through the timelock: the first call schedules, one after the delay
 * executes. Modules are deployed before the implementation that passes calls on to them; all of them share the proxy's storage
 * and are checked against the layout in use. Safe to call again at any time. Throws UNSAFE_UPGRADE before anything is sent.
 */
export async function upgradeProxy(deps: UpgradeDeps, name: ProxyName, code: NewCode): Promise<UpgradeOutcome> {
  const { client, wallet, deployment, layouts, log } = deps;
  const proxy = deployment.contracts[name].address;
  const current = await readImplementation(client, proxy);
  const from = layouts.get(current);
  if (from === undefined) {
    throw new DeployError("UNSAFE_UPGRADE", `the layout of ${name}'s implementation ${current} was not recorded`);
  }
  for (const artifact of [code.implementation, ...code.modules]) {
    if (librariesOf(artifact).length > 0) throw new DeployError("UNSAFE_UPGRADE", `${artifact.source} links libraries`);
    assertSafe(artifact, deps.validations, artifact === code.implementation ? "implementation" : "module");
    assertFits(`${name} (${artifact.source})`, from.layout, layoutOf(artifact, deps.validations));
  }
  const implementation = await implementationFor(deps, code);
  if (isAddressEqual(implementation, current)) return { state: "unchanged", implementation };
  log(`${name}: new implementation ${implementation}`);
  const data = encodeFunctionData({ abi: UUPS, functionName: "upgradeToAndCall", args: [implementation, "0x"] });
  const [isUpgrader] = await client.readContract({
    address: deployment.contracts.accessManager.address,
    abi: accessManagerAbi,
    functionName: "hasRole",
    args: [ROLE_IDS.UPGRADER, wallet.account.address],
  });
  if (isUpgrader) await send(deps, proxy, data, `upgrade of ${name}`);
  else {
    const step = await throughTimelock(deps, proxy, data, name);
    if (step.state !== "done") return { implementation, ...step };
  }
  const after = await readImplementation(client, proxy);
  if (!isAddressEqual(after, implementation)) throw new DeployError("CHECK_FAILED", `${name} still runs ${after}`);
  return { state: "upgraded", implementation };
}

/** Deploys modules and implementation, the last module first; what stands already with the same code is used as it is. */
async function implementationFor(deps: UpgradeDeps, { implementation, modules }: NewCode): Promise<Address> {
  let next: readonly Address[] = [];
  for (const artifact of [implementation, ...modules].reverse()) next = [await deployOnce(deps, artifact, next)];
  const [address] = next;
  if (address === undefined) throw new TypeError("an upgrade needs an implementation");
  return address;
}

/** Deploys one contract, unless an earlier call did; its place is written down before it is sent. */
async function deployOnce(
  { client, wallet, layouts, validations }: UpgradeDeps,
  artifact: Artifact,
  args: readonly Address[],
): Promise<Address> {
  const record = recordOf(artifact, validations, args);
  const known = layouts.find(record.bytecodeHash);
  if (known !== undefined && (await client.getCode({ address: known })) !== undefined) return known;
  const { account, chain } = wallet;
  const nonce = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
  const address = getContractAddress({ from: account.address, nonce: BigInt(nonce) });
  layouts.put(address, record);
  const hash = await wallet.sendTransaction({ account, chain, data: initCode(artifact, args), nonce });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success")
    throw new DeployError("TRANSACTION_FAILED", `implementation ${artifact.source}: ${hash}`);
  return address;
}

type TimelockStep =
  { state: "done" } | { state: "waiting"; readyAt: bigint } | { state: "proposed"; to: Address; data: Hex };

/** Schedules, waits or executes; one who may do neither is told the call that somebody else has to make. */
async function throughTimelock(deps: UpgradeDeps, proxy: Address, data: Hex, name: string): Promise<TimelockStep> {
  const { client, wallet, deployment, log } = deps;
  const timelock = { address: deployment.contracts.timelock.address, abi: TIMELOCK } as const;
  const call = [proxy, 0n, data, zeroHash, zeroHash] as const;
  const id = await client.readContract({ ...timelock, functionName: "hashOperation", args: call });
  const readAt = () => client.readContract({ ...timelock, functionName: "getTimestamp", args: [id] });
  const role = await client.readContract({ ...timelock, functionName: "PROPOSER_ROLE" });
  const args = [role, wallet.account.address] as const;
  const mayPropose = await client.readContract({ ...timelock, functionName: "hasRole", args });
  let at = await readAt();
  if (at === 0n) {
    const delay = await client.readContract({ ...timelock, functionName: "getMinDelay" });
    const schedule = encodeFunctionData({ abi: TIMELOCK, functionName: "schedule", args: [...call, delay] });
    if (!mayPropose) return { state: "proposed", to: timelock.address, data: schedule };
    await send(deps, timelock.address, schedule, "schedule");
    at = await readAt();
    log(`${name}: upgrade scheduled in the timelock as ${id}`);
  }
  const { timestamp } = await client.getBlock();
  if (at === DONE) return { state: "done" };
  if (timestamp < at) return { state: "waiting", readyAt: at };
  const execute = encodeFunctionData({ abi: TIMELOCK, functionName: "execute", args: call });
  if (!mayPropose) return { state: "proposed", to: timelock.address, data: execute };
  await send(deps, timelock.address, execute, "execute");
  return { state: "done" };
}

async function send({ client, wallet }: UpgradeDeps, to: Address, data: Hex, what: string): Promise<void> {
  const { account, chain } = wallet;
  const hash = await wallet.sendTransaction({ account, chain, to, data });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new DeployError("TRANSACTION_FAILED", `${what}: ${hash}`);
}
