import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getContractAddress, keccak256, parseAbi, toHex, zeroAddress, type Address } from "viem";
import { accessManagerAbi, carbonBasketAbi, carbonCreditsAbi, CONTRACT_NAMES, exchangeAbi } from "@carbonxchange/sdk";
import { loadDeployment } from "@carbonxchange/sdk/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../config.ts";
import { LOCAL_CHAIN_ID } from "../config/local.ts";
import { ARTIFACTS, deployedAbi } from "../contracts/artifact.ts";
import { MODULES, moduleSources, type ModularContract } from "../contracts/module-chain.ts";
import { deployContracts, STEPS } from "../contracts/deploy.ts";
import { readImplementation } from "../contracts/implementation.ts";
import { parseNetworkConfig } from "../contracts/network-config.ts";
import { PROXIES } from "../contracts/steps/080-check.ts";
import { FUNCTION_ROLES, ROLE_IDS, selectorRoles } from "../contracts/roles.ts";
import { assertFits, assertSafe, layoutOf, openLayoutBook, readValidations } from "../contracts/storage-layouts.ts";
import { upgradeProxy, type NewCode } from "../contracts/upgrade-proxy.ts";
import { localAccount } from "../local/accounts.ts";
import { rpcCall } from "../local/wait-for.ts";
import { startChainFixture, type ChainFixture } from "./chain-fixture.ts";

let chain: ChainFixture;
const finalFile = () => join(chain.deps.folder, `${LOCAL_CHAIN_ID}.json`);

beforeAll(async () => {
  chain = await startChainFixture();
}, 60_000);
afterAll(() => chain.stop());

const MODULAR = Object.keys(MODULES) as ModularContract[];

describe("a deployment that is cut off", () => {
  it.each(STEPS.map(({ id }) => id))("resumes from before step %s and ends like an uninterrupted one", async (cut) => {
    const cutOff = deployContracts({
      ...chain.deps,
      beforeStep: (id) => {
        if (id === cut) throw new TypeError("cut off");
      },
    });
    await expect(cutOff).rejects.toThrow(existsSync(finalFile()) ? /.*/ : "cut off");
    const partial = readPartial();
    const { deployment } = await deployContracts({ ...chain.deps, validations: readValidations() });
    for (const [name, entry] of Object.entries(partial)) {
      if (name in deployment.contracts) expect(deployment.contracts[name as "exchange"].address).toBe(entry.address);
    }
    await startOver();
  });

  it("sends a creation again that was written down but never reached the chain", async () => {
    const address = getContractAddress({ from: chain.deps.wallet.account.address, nonce: 1_000n });
    const { hash: genesisHash } = await chain.access.client.getBlock({ blockNumber: 0n });
    const entries = { accessManager: { address, startBlock: 0, hash: keccak256(toHex("never sent")) } };
    mkdirSync(chain.deps.folder, { recursive: true });
    const file = join(chain.deps.folder, `${LOCAL_CHAIN_ID}.partial.json`);
    writeFileSync(file, JSON.stringify({ chainId: LOCAL_CHAIN_ID, genesisHash, entries }));
    const { deployment } = await deployContracts(chain.deps);
    expect(deployment.contracts.accessManager.address).not.toBe(address);
    expect(await chain.access.client.getCode({ address: deployment.contracts.accessManager.address })).toBeDefined();
    await startOver();
  });

  function readPartial(): Record<string, { address: string }> {
    const file = join(chain.deps.folder, `${LOCAL_CHAIN_ID}.partial.json`);
    return existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as { entries: Record<string, { address: string }> }).entries
      : {};
  }

  /** Forgets the deployment; the chain goes on, so the next one gets other addresses. */
  async function startOver(): Promise<void> {
    rmSync(chain.deps.folder, { recursive: true, force: true });
    await rpcCall(chain.rpcUrl, "evm_mine");
  }
});

describe("a finished deployment", () => {
  beforeAll(async () => {
    await deployContracts({ ...chain.deps, validations: readValidations() });
  }, 60_000);

  it("is written as the file that every service loads", async () => {
    const deployment = await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID });
    for (const name of CONTRACT_NAMES) {
      const { address, startBlock } = deployment.contracts[name];
      expect(await chain.access.client.getCode({ address }), name).toMatch(/^0x[0-9a-f]{20,}/);
      const before =
        startBlock === 0 ? undefined : await chain.access.client.getCode({ address, blockNumber: BigInt(startBlock) });
      expect(before, `${name} is older than its start block`).toBeUndefined();
    }
  });

  it("is left alone by a second run, which sends nothing", async () => {
    const text = readFileSync(finalFile(), "utf8");
    const block = await chain.access.client.getBlockNumber({ cacheTime: 0 });
    expect((await deployContracts(chain.deps)).sent).toBe(0);
    expect(await chain.access.client.getBlockNumber({ cacheTime: 0 })).toBe(block);
    expect(readFileSync(finalFile(), "utf8")).toBe(text);
  });

  it("gives every function of the role table exactly its role", async () => {
    const { contracts } = await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID });
    for (const name of Object.keys(FUNCTION_ROLES) as (keyof typeof FUNCTION_ROLES)[]) {
      for (const { selector, role, functionName } of selectorRoles(name, deployedAbi(name, chain.deps.readArtifact))) {
        const actual = await chain.access.client.readContract({
          address: contracts.accessManager.address,
          abi: accessManagerAbi,
          functionName: "getTargetFunctionRole",
          args: [contracts[name].address, selector],
        });
        expect(actual, `${name}.${functionName}`).toBe(ROLE_IDS[role]);
      }
    }
  });

  it("has a role, or leaves it to the admin on purpose, for every restricted function of the sources", () => {
    const ruled = new Set(Object.values(FUNCTION_ROLES).flatMap((functions) => Object.keys(functions)));
    const unruled = restrictedFunctions().filter((name) => !ruled.has(name));
    expect(unruled.sort()).toEqual(ADMIN_ONLY);
  });

  it.each(MODULAR)("puts every module of the list behind the %s proxy, in its order", async (contract) => {
    const { contracts } = await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID });
    const layouts = openLayoutBook(chain.deps.folder, LOCAL_CHAIN_ID);
    let at: Address = contracts[contract].address;
    for (const source of moduleSources(contract)) {
      at = await nextModule(at);
      expect(layouts.get(at)?.layout, source).toEqual(layoutOf(chain.deps.readArtifact(source), readValidations()));
    }
    expect(await nextModule(at)).toBe(zeroAddress);
  });

  it("leaves the timelock as the only admin", async () => {
    const { contracts } = await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID });
    const events = await chain.access.client.getContractEvents({
      address: contracts.accessManager.address,
      abi: accessManagerAbi,
      eventName: "RoleGranted",
      args: { roleId: ROLE_IDS.ADMIN },
      fromBlock: BigInt(contracts.accessManager.startBlock),
      strict: true,
    });
    const holders = new Set<string>();
    for (const { args } of events) {
      const [isMember] = await chain.access.client.readContract({
        address: contracts.accessManager.address,
        abi: accessManagerAbi,
        functionName: "hasRole",
        args: [ROLE_IDS.ADMIN, args.account],
      });
      if (isMember) holders.add(args.account);
    }
    expect([...holders]).toEqual([contracts.timelock.address]);
  });

  it("refuses a registry that would verify its own issuances", async () => {
    const registry = localAccount("registry").account.address;
    const roles = { ...chain.deps.config.roles, VERIFIER: [registry] };
    expect(() => parseNetworkConfig({ ...chain.deps.config, roles }, "test")).toThrow("is REGISTRY as well");
    const sly = { ...chain.deps, config: { ...chain.deps.config, roles } };
    await expect(deployContracts(sly)).rejects.toMatchObject({ code: "NEEDS_TIMELOCK" });
  });

  it("names the timelock call when a rule would have to change after the handover", async () => {
    const roles = { ...chain.deps.config.roles, TREASURER: [localAccount("alice").account.address] };
    const outcome = deployContracts({ ...chain.deps, config: { ...chain.deps.config, roles } });
    await expect(outcome).rejects.toMatchObject({
      code: "NEEDS_TIMELOCK",
      message: expect.stringContaining("0x") as string,
    });
  });

  it("leaves another label after the handover to the timelock", async () => {
    const attesters = [localAccount("verifier").account.address];
    const labels = [...chain.deps.config.labels, { code: "VCMI", attesters }];
    const outcome = deployContracts({ ...chain.deps, config: { ...chain.deps.config, labels } });
    await expect(outcome).rejects.toMatchObject({
      code: "NEEDS_TIMELOCK",
      message: expect.stringContaining("VCMI") as string,
    });
  });

  it("has registry, buffer, labels and basket that know one another, and a basket that holds to the configuration", async () => {
    const deployment = await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID });
    const { carbonBasket, carbonCredits, complianceGate, labelRegistry, reversalBuffer } = deployment.contracts;
    const basket = { address: carbonBasket.address, abi: carbonBasketAbi } as const;
    expect(await chain.access.client.readContract({ ...basket, functionName: "links" })).toEqual([
      carbonCredits.address,
      labelRegistry.address,
      reversalBuffer.address,
      complianceGate.address,
    ]);
    const [terms] = await chain.access.client.readContract({ ...basket, functionName: "rulesOf", args: [1] });
    expect(terms).toMatchObject({ feeBps: 100, vintageFrom: Date.UTC(2016, 0, 1) / 1000 });
    const buffer = { address: carbonCredits.address, abi: carbonCreditsAbi, functionName: "buffer" } as const;
    expect(await chain.access.client.readContract(buffer)).toBe(reversalBuffer.address);
  });

  it("is refused on a chain other than the configured one", async () => {
    const outcome = deployContracts({ ...chain.deps, config: { ...chain.deps.config, chainId: 84_532 } });
    await expect(outcome).rejects.toMatchObject({ code: "WRONG_CHAIN" });
  });

  it("of a lasting network is never replaced by that of another chain", async () => {
    const text = readFileSync(finalFile(), "utf8");
    writeFileSync(
      finalFile(),
      text.replace(/"genesisHash": "0x[0-9a-f]+"/, `"genesisHash": "${keccak256(toHex("another"))}"`),
    );
    const outcome = deployContracts({ ...chain.deps, config: { ...chain.deps.config, disposable: false } });
    await expect(outcome).rejects.toMatchObject({ code: "FOREIGN_DEPLOYMENT" });
    writeFileSync(finalFile(), text);
  });

  it("fails loudly when the file names an address without code", async () => {
    const text = readFileSync(finalFile(), "utf8");
    const file = JSON.parse(text) as { contracts: { marketUpkeep: { address: string } } };
    file.contracts.marketUpkeep.address = "0x00000000000000000000000000000000000000A1";
    writeFileSync(finalFile(), JSON.stringify(file));
    await expect(deployContracts(chain.deps)).rejects.toMatchObject({ code: "NO_CODE" });
    writeFileSync(finalFile(), text);
  });
});

const nextModule = (address: Address) =>
  chain.access.client.readContract({ address, abi: exchangeAbi, functionName: "nextModule" });

/** Functions that only the timelock may call: they replace what the others stand on, or loosen what bounds a market. */
const ADMIN_ONLY = [
  "grant",
  "registerLabel",
  "revoke",
  "setAttester",
  "setBuffer",
  "setCertificate",
  "setFeeRecipient",
  "setGate",
  "setLabels",
  "setLinkPrefix",
  "setListener",
  "setMarketRules",
  "setOracle",
  "setSequencer",
];

/** Names of the functions declared `restricted` under contracts/. */
function restrictedFunctions(): string[] {
  const base = join(PROJECT_ROOT, "contracts");
  const names = readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sol"))
    .flatMap((path) => [
      ...readFileSync(join(base, path), "utf8").matchAll(/function (\w+)\([^)]*\)[^;{]*\srestricted\b/g),
    ])
    .map((match) => match[1] ?? "");
  // the check of an upgrade sees the selector of the function that is called
  return [...new Set(names.map((name) => (name === "_authorizeUpgrade" ? "upgradeToAndCall" : name)))];
}

describe("an upgrade", () => {
  const codeOf = (name: (typeof PROXIES)[number]): NewCode => ({
    implementation: chain.deps.readArtifact(ARTIFACTS[name]),
    modules: moduleSources(name).map(chain.deps.readArtifact),
  });
  const deps = async () => ({
    client: chain.access.client,
    wallet: chain.deps.wallet,
    deployment: await loadDeployment({ dir: chain.deps.folder, chainId: LOCAL_CHAIN_ID }),
    validations: readValidations(),
    layouts: openLayoutBook(chain.deps.folder, LOCAL_CHAIN_ID),
    log: () => undefined,
  });

  it.each(PROXIES)("could be made: %s is safe behind a proxy", (name) => {
    expect(() => assertSafe(chain.deps.readArtifact(ARTIFACTS[name]), readValidations())).not.toThrow();
  });

  it("to the implementation in use changes nothing", async () => {
    const outcome = await upgradeProxy(await deps(), "exchange", codeOf("exchange"));
    expect(outcome.state).toBe("unchanged");
  });

  it.each(MODULAR.flatMap((contract) => moduleSources(contract).map((source) => [source, contract] as const)))(
    "could be made: %s is safe behind a proxy and shares the layout of %s",
    (source, contract) => {
      const artifact = chain.deps.readArtifact(source);
      const front = layoutOf(chain.deps.readArtifact(ARTIFACTS[contract]), readValidations());
      expect(() => assertSafe(artifact, readValidations(), "module")).not.toThrow();
      expect(() => assertFits(source, front, layoutOf(artifact, readValidations()))).not.toThrow();
    },
  );

  it("of the exchange deploys only the modules that changed and those in front of them", async () => {
    const { layouts, deployment, ...rest } = await deps();
    const [first, second] = MODULES.exchange;
    const before = await nextModule(deployment.contracts.exchange.address);
    const behind = await nextModule(before);
    const known = layouts.get(before);
    if (known === undefined) throw new TypeError(`no layout of ${first} was recorded`);
    layouts.put(before, { ...known, bytecodeHash: keccak256(toHex("an earlier version")) });
    const outcome = await upgradeProxy({ ...rest, deployment, layouts }, "exchange", codeOf("exchange"));
    expect(outcome.state).toBe("waiting");
    const after = await nextModule(outcome.implementation);
    expect(after).not.toBe(before);
    expect(await nextModule(after), second).toBe(behind);
  });

  it("to a contract with another storage layout is refused before anything is sent", async () => {
    const block = await chain.access.client.getBlockNumber({ cacheTime: 0 });
    const foreign = chain.deps.readArtifact(ARTIFACTS.retirementCertificate);
    const outcome = upgradeProxy(await deps(), "exchange", { ...codeOf("exchange"), modules: [foreign] });
    await expect(outcome).rejects.toMatchObject({ code: "UNSAFE_UPGRADE" });
    expect(await chain.access.client.getBlockNumber({ cacheTime: 0 })).toBe(block);
  });

  it("waits out the timelock and then takes effect", async () => {
    const { layouts, deployment, ...rest } = await deps();
    const proxy = deployment.contracts.retirementCertificate.address;
    const before = await readImplementation(chain.access.client, proxy);
    // The same source again counts as a new version once the book knows the present one under another bytecode.
    const known = layouts.get(before);
    if (known === undefined) throw new TypeError("the deployment recorded no layout");
    layouts.put(before, { ...known, bytecodeHash: keccak256(toHex("an earlier version")) });
    const code = codeOf("retirementCertificate");
    const upgrade = () => upgradeProxy({ ...rest, deployment, layouts }, "retirementCertificate", code);

    const first = await upgrade();
    expect(first.state).toBe("waiting");
    expect((await upgrade()).implementation).toBe(first.implementation);
    expect(await readImplementation(chain.access.client, proxy)).toBe(before);
    await rpcCall(chain.rpcUrl, "evm_increaseTime", [61]);
    await rpcCall(chain.rpcUrl, "evm_mine");
    expect((await upgrade()).state).toBe("upgraded");
    expect(await readImplementation(chain.access.client, proxy)).toBe(first.implementation);
    const name = await chain.access.client.readContract({
      address: proxy,
      abi: parseAbi(["function name() view returns (string)"]),
      functionName: "name",
    });
    expect(name).toBe("CarbonXchange Retirement Certificate");
  });
});
