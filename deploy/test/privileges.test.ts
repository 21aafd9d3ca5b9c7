import { join } from "node:path";
import { accessManagerAbi, separatedRolesAbi } from "@carbonxchange/sdk";
import type { Deployment } from "@carbonxchange/sdk";
import { encodeFunctionData, getAddress, keccak256, parseAbi, toHex } from "viem";
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../config.ts";
import { ARTIFACTS } from "../contracts/artifact.ts";
import { deployContracts } from "../contracts/deploy.ts";
import { readImplementation } from "../contracts/implementation.ts";
import { KEYLESS_HOLDERS } from "../contracts/holders.ts";
import { findPrivileges, INSTANT_FUNCTIONS, privilegeTable } from "../contracts/privileges.ts";
import type { Privilege } from "../contracts/privileges.ts";
import {
  DELAYED_ROLES,
  FUNCTION_ROLES,
  GRANTED_ROLES,
  INSTANT_ROLES,
  ROLE_IDS,
  SEPARATED_ROLES,
} from "../contracts/roles.ts";
import { openLayoutBook, readValidations } from "../contracts/storage-layouts.ts";
import { upgradeProxy } from "../contracts/upgrade-proxy.ts";
import { localAccount, localAccounts } from "../local/accounts.ts";
import { rpcCall } from "../local/wait-for.ts";
import { startChainFixture } from "./chain-fixture.ts";
import type { ChainFixture } from "./chain-fixture.ts";
import { deploySafe } from "./safe-fixture.ts";
import type { Safe } from "./safe-fixture.ts";

const HOUR = 3600;
const HOW_FOUND =
  "Every function that the AccessManager refuses to a stranger, asked of a deployment by `deploy/test/privileges.test.ts`.";
const outsider = localAccount("outsider").account;
const owners = (["alice", "bob", "keeper"] as const).map((role) => localAccount(role).account);
const [first, second] = owners as [(typeof owners)[0], (typeof owners)[0]];

let chain: ChainFixture;
let safe: Safe;
let deployment: Deployment;
let privileges: Privilege[];

beforeAll(async () => {
  chain = await startChainFixture();
  safe = await deploySafe(
    chain.access,
    outsider,
    owners.map(({ address }) => address),
    2,
  );
  const slow = DELAYED_ROLES.map((role) => [role, HOUR]);
  const config = {
    ...chain.deps.config,
    timelock: { minDelaySeconds: 2 * HOUR, proposers: [safe.address], executors: [safe.address] },
    delaySeconds: Object.fromEntries(slow) as typeof chain.deps.config.delaySeconds,
    grantDelaySeconds: HOUR,
  };
  ({ deployment } = await deployContracts({ ...chain.deps, config, validations: readValidations() }));
  privileges = await findPrivileges({ client: chain.access.client, deployment, readArtifact }, outsider.address);
}, 120_000);
afterAll(() => chain.stop());

const readArtifact = (source: string) => chain.deps.readArtifact(source);
const manager = () => ({ address: deployment.contracts.accessManager.address, abi: accessManagerAbi }) as const;
const readManager = chainRead();

function chainRead() {
  return {
    canCall: (caller: Address, { contract, selector }: Privilege) =>
      chain.access.client.readContract({
        ...manager(),
        functionName: "canCall",
        args: [caller, deployment.contracts[contract].address, selector],
      }),
    members: async (role: bigint) => {
      const granted = await chain.access.client.getContractEvents({
        ...manager(),
        eventName: "RoleGranted",
        args: { roleId: role },
        fromBlock: 0n,
        strict: true,
      });
      const members: Address[] = [];
      for (const account of new Set(granted.map(({ args }) => args.account))) {
        const [isMember] = await chain.access.client.readContract({
          ...manager(),
          functionName: "hasRole",
          args: [role, account],
        });
        if (isMember) members.push(account);
      }
      return members;
    },
  };
}

/** Every account that was ever given a role, and those that were not. */
async function everybody(): Promise<Address[]> {
  const held = await Promise.all(Object.values(ROLE_IDS).map(readManager.members));
  const others = localAccounts().map(({ account }) => account.address);
  return [...new Set([...held.flat(), ...others, safe.address].map((account) => getAddress(account)))];
}

describe("the privileged functions of all contracts", () => {
  it("are those of the role table and those left to the admin on purpose, no more and no fewer", () => {
    const found = privileges.filter(({ role }) => role !== "ADMIN");
    const listed = Object.entries(FUNCTION_ROLES).flatMap(([contract, functions]) =>
      Object.keys(functions).map((name) => `${contract}.${name}`),
    );
    const names = new Set(found.map(({ contract, functionName }) => `${contract}.${functionName}`));
    expect([...names].sort()).toEqual(listed.sort());
  });

  it("that act at once are privileged: the guardian's, which stop, and the keeper's, which records", () => {
    const instant = privileges.filter(({ speed }) => speed === "INSTANT");
    const named = Object.entries(INSTANT_FUNCTIONS).flatMap(([contract, names]) =>
      names.map((name) => `${contract}.${name}`),
    );
    expect(instant.map(({ contract, functionName }) => `${contract}.${functionName}`).sort()).toEqual(named.sort());
    expect(new Set<string>(instant.map(({ role }) => role))).toEqual(new Set(INSTANT_ROLES));
    const isInstantRole = ({ role }: Privilege) => INSTANT_ROLES.some((instantRole) => instantRole === role);
    expect(privileges.filter((privilege) => isInstantRole(privilege) && privilege.speed === "DELAYED")).toEqual([]);
  });

  it("cannot be called at once by anybody who has a key, unless they stop or only record something", async () => {
    // contracts of ours have no key: the timelock waits by itself, the others have conditions of their own
    const keyless = new Set(KEYLESS_HOLDERS.map((name) => getAddress(deployment.contracts[name].address)));
    const callers = (await everybody()).filter((account) => !keyless.has(account));
    const hasty: string[] = [];
    for (const privilege of privileges) {
      for (const caller of callers) {
        const [immediate] = await readManager.canCall(caller, privilege);
        if (immediate && privilege.speed === "DELAYED") hasty.push(`${caller} ${privilege.functionName}`);
      }
    }
    expect(hasty).toEqual([]);
    expect(privileges.length).toBeGreaterThan(20);
  });

  it("change hands only through the timelock: it alone is admin, of every role but those that the separator keeps apart, and nobody guards its decisions away", async () => {
    const timelock = deployment.contracts.timelock.address;
    expect(await readManager.members(ROLE_IDS.ADMIN)).toEqual([timelock]);
    for (const role of GRANTED_ROLES) {
      const args = [ROLE_IDS[role]] as const;
      const { client } = chain.access;
      const isSeparated = SEPARATED_ROLES.some((separated) => separated === role);
      const admin = isSeparated ? ROLE_IDS.SEPARATOR : ROLE_IDS.ADMIN;
      expect(await client.readContract({ ...manager(), functionName: "getRoleAdmin", args })).toBe(admin);
    }
    const getMinDelay = parseAbi(["function getMinDelay() view returns (uint256)"]);
    const delay = chain.access.client.readContract({
      address: timelock,
      abi: getMinDelay,
      functionName: "getMinDelay",
    });
    expect(await delay).toBe(BigInt(2 * HOUR));
  });

  it("of maker and checker never go to one account, not even by the timelock itself", async () => {
    const { client } = chain.access;
    const timelock = deployment.contracts.timelock.address;
    const [verifier] = await readManager.members(ROLE_IDS.VERIFIER);
    if (verifier === undefined) throw new RangeError("nobody verifies");
    const grant = [ROLE_IDS.REGISTRY, verifier, 0] as const;
    const separated = {
      address: deployment.contracts.separatedRoles.address,
      abi: separatedRolesAbi,
      account: timelock,
    };
    await expect(client.simulateContract({ ...separated, functionName: "grant", args: grant })).rejects.toThrow(
      "SeparatedRoles_HoldsOpposite",
    );
    await expect(
      client.simulateContract({ ...manager(), account: timelock, functionName: "grantRole", args: grant }),
    ).rejects.toThrow("AccessManagerUnauthorizedAccount");
  });

  it("begin for a new holder only after the grant delay, once that counts", async () => {
    await rpcCall(chain.rpcUrl, "evm_increaseTime", [5 * 24 * HOUR + 1]);
    await rpcCall(chain.rpcUrl, "evm_mine");
    for (const role of GRANTED_ROLES) {
      const args = [ROLE_IDS[role]] as const;
      const grantDelay = chain.access.client.readContract({ ...manager(), functionName: "getRoleGrantDelay", args });
      expect(await grantDelay, role).toBe(HOUR);
    }
  });

  it("are those that deploy/privileges.md prints; `vitest -u` writes it anew", async () => {
    const text = ["# Privileged functions", "", HOW_FOUND, "", ...privilegeTable(privileges), ""].join("\n");
    await expect(text).toMatchFileSnapshot(join(PROJECT_ROOT, "deploy/privileges.md"));
  });
});

describe("a holder with a delay", () => {
  it("is refused at once, and let through when the call was announced long enough before", async () => {
    const officer = chain.access.walletOf(localAccount("officer").account);
    const gate = deployment.contracts.complianceGate.address;
    const abi = parseAbi(["function setSanctionsList(address list)"]);
    const list = deployment.contracts.sanctionsList.address;
    const data = encodeFunctionData({ abi, functionName: "setSanctionsList", args: [list] });
    await expect(officer.sendTransaction({ to: gate, data })).rejects.toThrow("AccessManagerNotScheduled");
    const schedule = await officer.writeContract({ ...manager(), functionName: "schedule", args: [gate, data, 0] });
    await chain.access.client.waitForTransactionReceipt({ hash: schedule });
    await rpcCall(chain.rpcUrl, "evm_increaseTime", [HOUR]);
    const hash = await officer.sendTransaction({ to: gate, data });
    expect((await chain.access.client.waitForTransactionReceipt({ hash })).status).toBe("success");
  });

  it("freezes at once as a guardian", async () => {
    const officer = chain.access.walletOf(localAccount("officer").account);
    const abi = parseAbi(["function setFrozen(address account, bool frozen)"]);
    const address = deployment.contracts.complianceGate.address;
    const hash = await officer.writeContract({
      address,
      abi,
      functionName: "setFrozen",
      args: [outsider.address, true],
    });
    expect((await chain.access.client.waitForTransactionReceipt({ hash })).status).toBe("success");
  });
});

describe("an upgrade whose timelock belongs to a Safe of two in three", () => {
  it("goes through when two owners sign its announcement and, after the delay, its execution", async () => {
    const layouts = openLayoutBook(chain.deps.folder, deployment.chainId);
    const proxy = deployment.contracts.complianceGate.address;
    const { client } = chain.access;
    const before = await readImplementation(client, proxy);
    // the same source again counts as a new version once the book knows the present one under another bytecode
    const known = layouts.get(before);
    if (known === undefined) throw new TypeError("the deployment recorded no layout");
    layouts.put(before, { ...known, bytecodeHash: keccak256(toHex("an earlier version")) });
    const deps = { client, deployment, validations: readValidations(), layouts, log: () => undefined };
    const code = { implementation: readArtifact(ARTIFACTS.complianceGate), modules: [] };
    const upgrade = () => upgradeProxy({ ...deps, wallet: chain.access.walletOf(outsider) }, "complianceGate", code);

    const announced = await upgrade();
    if (announced.state !== "proposed") throw new TypeError(`the upgrade is ${announced.state}`);
    await expect(safe.execute([first], announced.to, announced.data)).rejects.toThrow("GS020");
    await safe.execute([first, second], announced.to, announced.data);
    expect((await upgrade()).state).toBe("waiting");

    await rpcCall(chain.rpcUrl, "evm_increaseTime", [2 * HOUR + 1]);
    await rpcCall(chain.rpcUrl, "evm_mine");
    const ready = await upgrade();
    if (ready.state !== "proposed") throw new TypeError(`the upgrade is ${ready.state}`);
    await safe.execute([first, second], ready.to, ready.data);
    expect(await readImplementation(client, proxy)).toBe(announced.implementation);
    expect((await upgrade()).state).toBe("unchanged");
  });
});
