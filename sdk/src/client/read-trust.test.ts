import { createPublicClient, custom, decodeFunctionData, encodeFunctionResult, zeroAddress } from "viem";
import type { Abi, Hex } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import { carbonBasketAbi, labelRegistryAbi, reversalBufferAbi } from "../abi/index.ts";
import { OPEN_ENDED } from "../requests/labels.ts";
import { createCarbonClient } from "./create-client.ts";

/** A chain that answers each function of a contract with a value or with what a function of its arguments gives. */
function clientThatSays(abi: Abi, answers: Readonly<Record<string, unknown>>) {
  const publicClient = createPublicClient({
    transport: custom({
      request({ params }: { params: readonly [{ data: Hex }] }) {
        const { functionName, args } = decodeFunctionData({ abi, data: params[0].data });
        const answer = answers[functionName];
        const result =
          typeof answer === "function" ? (answer as (...args: unknown[]) => unknown)(...(args ?? [])) : answer;
        return Promise.resolve(encodeFunctionResult({ abi, functionName, result }));
      },
    }),
  });
  return createCarbonClient({ publicClient, deployment: sampleDeployment });
}

describe("labels of a batch", () => {
  it("are read by their codes", async () => {
    const codes = ["CCP", "CCB", "CORSIA-2024-2026"];
    const client = clientThatSays(labelRegistryAbi, { labelsAt: 5n, label: (id: number) => codes[id] });
    expect(await client.read.labelsAt(7n, 100)).toEqual(["CCP", "CORSIA-2024-2026"]);
  });

  it("have no end where the chain has the largest date", async () => {
    const entry = {
      attester: zeroAddress,
      from: 10,
      until: 20,
      attestedUntil: OPEN_ENDED,
      attestedAt: 5,
      revokedAt: 0,
      evidence: `0x${"11".repeat(32)}`,
      reason: "",
    };
    const client = clientThatSays(labelRegistryAbi, { attestations: [entry] });
    const [read] = await client.read.labelAttestations(7n, 0);
    expect(read).toMatchObject({ until: 20, attestedUntil: null, revokedAt: null });
  });

  it("come with the purposes of an adjustment in words", async () => {
    const entry = {
      declaration: 1,
      status: 2,
      purposes: 6,
      hostParty: "0x4554",
      effectiveAt: 10,
      recordedAt: 11,
      authorisationRef: `0x${"22".repeat(32)}`,
    };
    const client = clientThatSays(labelRegistryAbi, { adjustmentAt: entry });
    expect(await client.read.adjustment(7n, 100)).toMatchObject({
      declaration: "COMMITTED",
      status: "COMPLETED",
      purposes: ["INTERNATIONAL_MITIGATION", "OTHER"],
      hostParty: "ET",
    });
  });
});

describe("the impairment of a batch", () => {
  it.each([
    ["WHOLE", [0n, 0n, 0n, 0n]],
    ["SETTLING", [5n, 2n, 0n, 3n]],
    ["COVERED", [5n, 5n, 0n, 0n]],
    ["IMPAIRED", [5n, 2n, 3n, 0n]],
  ] as const)("is %s", async (state, [reversedUnits, coveredUnits, impairedUnits, pendingUnits]) => {
    const client = clientThatSays(reversalBufferAbi, {
      lossOf: { reversedUnits, coveredUnits, impairedUnits, pendingUnits },
      statusOf: [reversedUnits, coveredUnits, 42n],
      openCaseOf: 0n,
    });
    expect(await client.read.impairment(7n)).toMatchObject({ state, impairedBps: 42, openCaseId: null });
  });
});

describe("a loss case", () => {
  it("is read in words", async () => {
    const found = {
      report: { kind: 1, cause: 4, intentional: true, evidence: `0x${"33".repeat(32)}` },
      status: 4,
      projectId: 3n,
      reporter: sampleDeployment.contracts.exchange.address,
      verifier: zeroAddress,
      deadline: 99,
      extended: false,
      units: 10n,
      uncoveredUnits: 4n,
      losses: [{ batchId: 7n, units: 10n }],
    };
    const client = clientThatSays(reversalBufferAbi, { caseOf: found });
    expect(await client.read.lossCase(2n)).toMatchObject({
      id: 2n,
      kind: "INVALIDATION",
      cause: "FRAUD",
      status: "SETTLING",
      verifier: null,
      losses: [{ batchId: 7n, units: 10n }],
    });
  });

  it("leaves a debt", async () => {
    const client = clientThatSays(reversalBufferAbi, { debtOf: (projectId: bigint) => projectId * 10n });
    expect(await client.read.projectDebt(3n)).toBe(30n);
  });
});

describe("the basket", () => {
  const terms = {
    vintageFrom: 1,
    vintageUntil: 2,
    capUnits: 9n,
    feeBps: 100,
    maxImpairedBps: 0,
    requiredLabels: 3n,
  };

  it("is read with the rules in force and those announced", async () => {
    const client = clientThatSays(carbonBasketAbi, {
      name: "Nature",
      symbol: "NAT",
      totalSupply: 5_000n,
      versions: [2, 3, 77],
      rulesOf: [terms, [1, 0, 2, 0]],
    });
    expect(await client.read.basket()).toEqual({
      name: "Nature",
      symbol: "NAT",
      supplyUnits: 5_000n,
      version: 2,
      ...terms,
      requiredLabels: [0, 1],
      modes: { methodologies: "ALLOW", countries: "ANY", registries: "DENY", projectIds: "ANY" },
      announced: { version: 3, effectiveAt: 77 },
    });
  });

  it("foretells what the oldest would be, to take or to retire", async () => {
    const client = clientThatSays(carbonBasketAbi, {
      oldest: (units: bigint, _: bigint, toRetire: boolean) => [[{ batchId: 7n, units }], toRetire ? units : 0n],
    });
    expect(await client.read.oldestInBasket(5n, 3n, "RETIRE")).toEqual({
      portions: [{ batchId: 7n, units: 5n }],
      units: 5n,
    });
    expect((await client.read.oldestInBasket(5n, 3n, "REDEEM")).units).toBe(0n);
  });
});
