import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { localNetwork } from "../config/local.ts";
import { PROJECT_ROOT, readEnvironment } from "../config.ts";
import { deployerAccount } from "../contracts/connect.ts";
import { loadNetworkConfig, parseNetworkConfig } from "../contracts/network-config.ts";
import { ROLE_IDS } from "../contracts/roles.ts";
import { localAccount } from "../local/accounts.ts";

const EXAMPLE = readFileSync(join(PROJECT_ROOT, "deploy/config/base-sepolia.example.json"), "utf8");
/** The example with an address of its own in each place that asks for one. */
const filledIn = () => {
  let next = 1;
  return JSON.parse(
    EXAMPLE.replace(/<address of [^>]+>/g, () => `0x${(next++).toString().padStart(40, "0")}`).replace(
      /<[^>]+>/g,
      "example.org",
    ),
  ) as Record<string, unknown>;
};

describe("the configuration of a network", () => {
  it("of the example is refused until every address is filled in, naming each", () => {
    const parse = () => parseNetworkConfig(JSON.parse(EXAMPLE), "example");
    expect(parse).toThrow(/roles\.REGISTRY\.0.*roles\.TREASURER\.0/s);
  });

  it("of the example is accepted once filled in", () => {
    expect(parseNetworkConfig(filledIn(), "example")).toMatchObject({
      chainId: 84_532,
      disposable: false,
      confirmations: 3,
    });
  });

  it.each([
    ["quoteToken", { quoteToken: undefined }],
    [
      "timelock.minDelaySeconds",
      { timelock: { minDelaySeconds: 60, proposers: ["deployer"], executors: ["deployer"] } },
    ],
    ["chainId", { chainId: 0 }],
    ["colour", { colour: "green" }],
    ["quoteToken", { quoteToken: "0x0000000000000000000000000000000000000000" }],
    ["sanctionsList", { sanctionsList: "0x036CbD53842c5426634e7929541eC2318f3dCF7E" }],
  ])("of a lasting network is refused for its %s", (field, change) => {
    expect(() => parseNetworkConfig({ ...filledIn(), ...change }, "example")).toThrow(field);
  });

  it("is refused when the basket asks for a label that nobody registers", () => {
    const basket = { name: "Basket", symbol: "B", feeBps: 0, requiredLabels: ["CORSIA-2021-2023"] };
    expect(() => parseNetworkConfig({ ...filledIn(), basket }, "example")).toThrow(/requiredLabels.*CORSIA-2021-2023/);
  });

  it("names the file that is missing", async () => {
    await expect(loadNetworkConfig("atlantis")).rejects.toThrow("deploy/config/atlantis.json");
    await expect(loadNetworkConfig("../secrets")).rejects.toMatchObject({ code: "BAD_CONFIG" });
  });
});

describe("role ids", () => {
  it("are those of contracts/governance/Roles.sol", () => {
    const source = readFileSync(join(PROJECT_ROOT, "contracts/governance/Roles.sol"), "utf8");
    const declared = [...source.matchAll(/uint64 internal constant (\w+) = (\d+);/g)].map(([, name, id]) => [
      name,
      BigInt(id ?? ""),
    ]);
    const { ADMIN, ...ours } = ROLE_IDS;
    expect(ADMIN).toBe(0n);
    expect(Object.fromEntries(declared)).toEqual(ours);
  });
});

describe("the environment", () => {
  it("reports every fault at once and never a value", () => {
    const secret = `0x${"ab".repeat(31)}`;
    const read = () => readEnvironment({ API_PORT: "99999", RPC_URL: "ftp://x", DEPLOYER_KEY: secret });
    expect(read).toThrow(/RPC_URL.*DEPLOYER_KEY.*API_PORT/s);
    expect(read).not.toThrow(secret);
  });

  it("counts empty variables as absent", () => {
    expect(readEnvironment({ API_PORT: "", CHROMIUM: "" })).toMatchObject({ API_PORT: 4000 });
  });

  it("gives no deployer to a lasting network", () => {
    const lasting = parseNetworkConfig(filledIn(), "example");
    expect(() => deployerAccount(readEnvironment({}), lasting)).toThrow("DEPLOYER_KEY");
    const { account, privateKey } = localAccount("bob");
    expect(deployerAccount(readEnvironment({ DEPLOYER_KEY: privateKey }), lasting).address).toBe(account.address);
    expect(deployerAccount(readEnvironment({}), localNetwork()).address).toBe(localAccount("deployer").account.address);
  });
});
