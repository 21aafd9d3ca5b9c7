import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import { DeploymentError, loadDeployment, parseDeployment, writeDeployment } from "./index.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "deployment-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("deployment files", () => {
  it("load as they were written, and leave no partial file behind", async () => {
    const file = await writeDeployment({ dir, deployment: sampleDeployment });
    expect(await loadDeployment({ dir, chainId: 31337 })).toEqual(sampleDeployment);
    expect(await readdir(dir)).toEqual(["31337.json"]);
    expect((await readFile(file, "utf8")).endsWith("}\n")).toBe(true);
  });

  it("replace an older file whole", async () => {
    await writeDeployment({ dir, deployment: { ...sampleDeployment, name: "older and longer" } });
    await writeDeployment({ dir, deployment: sampleDeployment });
    expect((await loadDeployment({ dir, chainId: 31337 })).name).toBe("local");
  });

  it("are made in a directory that does not exist yet", async () => {
    const deep = join(dir, "a/b");
    await writeDeployment({ dir: deep, deployment: sampleDeployment });
    expect((await loadDeployment({ dir: deep, chainId: 31337 })).chainId).toBe(31337);
  });

  it("are not written when they would not load", async () => {
    const broken = { ...sampleDeployment, genesisHash: "0x00" as const };
    await expect(writeDeployment({ dir, deployment: broken })).rejects.toMatchObject({ field: "genesisHash" });
    expect(await readdir(dir)).toEqual([]);
  });

  it("name the file that is missing, broken or of another chain", async () => {
    await expect(loadDeployment({ dir, chainId: 1 })).rejects.toThrow(/1\.json: does not exist/);
    await writeFile(join(dir, "2.json"), "{");
    await expect(loadDeployment({ dir, chainId: 2 })).rejects.toThrow(/2\.json: is not JSON/);
    await writeFile(join(dir, "3.json"), JSON.stringify(sampleDeployment));
    await expect(loadDeployment({ dir, chainId: 3 })).rejects.toMatchObject({ field: "chainId" });
  });
});

describe("a broken deployment names its field", () => {
  const { exchange: _dropped, ...withoutExchange } = sampleDeployment.contracts;
  const exchange = sampleDeployment.contracts.exchange;
  const withExchange = (changed: unknown) => ({
    ...sampleDeployment,
    contracts: { ...sampleDeployment.contracts, exchange: changed },
  });

  it.each([
    [undefined, [1]],
    ["chainId", { ...sampleDeployment, chainId: "31337" }],
    ["name", { ...sampleDeployment, name: "" }],
    ["genesisHash", { ...sampleDeployment, genesisHash: "0xzz" }],
    ["contracts", { ...sampleDeployment, contracts: undefined }],
    ["contracts.exchange", { ...sampleDeployment, contracts: withoutExchange }],
    ["contracts.exchange", withExchange("0x1")],
    ["contracts.exchange.address", withExchange({ ...exchange, address: "0x1" })],
    ["contracts.exchange.startBlock", withExchange({ address: exchange.address })],
    ["contracts.exchange.startBlock", withExchange({ ...exchange, startBlock: -1 })],
  ])("%s", (field, content) => {
    let thrown: unknown;
    try {
      parseDeployment(JSON.stringify(content), "x.json");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DeploymentError);
    expect(thrown).toMatchObject({ file: "x.json", field });
  });

  it("and puts addresses into checksum form", () => {
    const lower = withExchange({ ...exchange, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3" });
    expect(parseDeployment(JSON.stringify(lower), "x.json").contracts.exchange.address).toBe(
      "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    );
  });
});
