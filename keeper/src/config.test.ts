import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";

const KEY = `0x${"1".repeat(64)}`;
const folder = mkdtempSync(join(tmpdir(), "carbonx-keeper-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const minimal = { DATABASE_URL: "postgres://127.0.0.1/db", KEEPER_PRIVATE_KEY: KEY };
const faultsOf = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof KeeperError && error.code === "BAD_CONFIG") return error.message;
    throw error;
  }
  return "none";
};

describe("readConfig", () => {
  it("needs a database and a key, and knows the rest", () => {
    expect(readConfig(minimal)).toMatchObject({
      rpcUrls: ["http://127.0.0.1:8545"],
      privateRpcUrl: null,
      chainId: 31337,
      metricsPort: 9464,
      maxSteps: 100,
      pollMs: 500,
      fullScanMs: 60_000,
      privateKeys: [KEY],
      spendHourWei: null,
      stopFile: null,
      standbyBlocks: 5n,
    });
  });

  it("finds the deployments next to the code when nothing else is said", () => {
    expect(readConfig(minimal).deploymentsDir.replaceAll("\\", "/")).toMatch(/deploy\/deployments$/);
  });

  it("has no default key", () => {
    expect(faultsOf({ DATABASE_URL: minimal.DATABASE_URL })).toContain("there is no default key");
  });

  it("takes the key from a file, but not two keys", () => {
    const file = join(folder, "key");
    writeFileSync(file, `${KEY}\n`);
    expect(readConfig({ DATABASE_URL: minimal.DATABASE_URL, KEEPER_PRIVATE_KEY_FILE: file }).privateKeys).toEqual([
      KEY,
    ]);
    expect(faultsOf({ ...minimal, KEEPER_PRIVATE_KEY_FILE: file })).toContain("exactly one");
  });

  it("takes several keys from files in their order, but none twice", () => {
    const other = `0x${"2".repeat(64)}`;
    const files = [join(folder, "first"), join(folder, "second")];
    for (const [index, key] of [KEY, other].entries()) writeFileSync(files[index] ?? "", key);
    const read = (names: string[]) => ({
      ...minimal,
      KEEPER_PRIVATE_KEY: "",
      KEEPER_PRIVATE_KEY_FILE: names.join(" , "),
    });
    expect(readConfig(read(files)).privateKeys).toEqual([KEY, other]);
    expect(readConfig(read(files.toReversed())).privateKeys).toEqual([other, KEY]);
    expect(faultsOf(read([...files, ...files]))).toContain("the same key twice");
    expect(faultsOf(read([","]))).toContain("names no file");
  });

  it("reads amounts in wei to the last digit and refuses anything else", () => {
    const cap = "123456789012345678901234567890";
    expect(readConfig({ ...minimal, KEEPER_SPEND_DAY_WEI: cap }).spendDayWei).toBe(BigInt(cap));
    expect(faultsOf({ ...minimal, KEEPER_SPEND_HOUR_WEI: "1.5" })).toContain("whole number of wei");
    expect(faultsOf({ ...minimal, KEEPER_MIN_BALANCE_WEI: "-1" })).toContain("whole number of wei");
  });

  it("lists every fault at once and prints no value", () => {
    const faults = faultsOf({
      DATABASE_URL: "secret-database",
      KEEPER_PRIVATE_KEY: "secret-key",
      KEEPER_MAX_STEPS: "151",
      KEEPER_METRICS_PORT: "x",
      RPC_URL: "ftp://secret-node",
    });
    for (const name of ["DATABASE_URL", "KEEPER_PRIVATE_KEY", "KEEPER_MAX_STEPS", "KEEPER_METRICS_PORT", "RPC_URL"]) {
      expect(faults).toContain(name);
    }
    expect(faults).not.toContain("secret");
  });

  it("treats an empty variable as absent", () => {
    expect(readConfig({ ...minimal, KEEPER_MAX_STEPS: "" }).maxSteps).toBe(100);
  });

  it.each([
    ["a file that is not there", join(folder, "none"), "ENOENT"],
    ["a file without a key", join(folder, "empty"), "does not hold"],
  ])("says what is wrong with %s", (_, file, reason) => {
    writeFileSync(join(folder, "empty"), "nothing");
    expect(faultsOf({ DATABASE_URL: minimal.DATABASE_URL, KEEPER_PRIVATE_KEY_FILE: file })).toContain(reason);
  });

  it("takes several endpoints in order, in place of the one", () => {
    const env = { ...minimal, RPC_URL: "http://one", RPC_URLS: "https://a.example/key, https://b.example" };
    expect(readConfig(env).rpcUrls).toEqual(["https://a.example/key", "https://b.example"]);
    expect(readConfig({ ...minimal, RPC_URL: "http://one" }).rpcUrls).toEqual(["http://one"]);
  });

  it.each(["ftp://a.example/secret", "https://a.example,", "https://a.example/secret,https://a.example/secret"])(
    "refuses the endpoints %s without repeating them",
    (urls) => {
      const refused = () => readConfig({ ...minimal, RPC_URLS: urls });
      expect(refused).toThrow(expect.objectContaining({ code: "BAD_CONFIG" }));
      expect(refused).not.toThrow(/secret/);
    },
  );
});
