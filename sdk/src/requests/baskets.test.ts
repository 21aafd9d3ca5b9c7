import { decodeFunctionData, encodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  buildAnnounceRulesRequest,
  buildBasketDepositRequest,
  buildRedeemOldestRequest,
  buildRedeemRequest,
  buildRetireFromBasketRequest,
  buildRetireOldestRequest,
  buildWithdrawRulesRequest,
  encodeBasketRules,
} from "./baskets.ts";

const to = "0x00000000000000000000000000000000000000B0";
const portions = [{ batchId: 7n, units: 1_500n }];

describe("the rules of a basket", () => {
  it("bound nothing that is left out, but refuse impaired batches", () => {
    expect(encodeBasketRules({ feeBps: 50 })).toEqual({
      terms: {
        vintageFrom: 0,
        vintageUntil: 2 ** 40 - 1,
        capUnits: 2n ** 64n - 1n,
        feeBps: 50,
        maxImpairedBps: 0,
        requiredLabels: 0n,
      },
      modes: [0, 0, 0, 0],
      methodologies: [],
      countries: [],
      registries: [],
      projectIds: [],
    });
  });

  it("put each list's mode at the place of its criterion", () => {
    const rules = encodeBasketRules({
      feeBps: 0,
      requiredLabels: [0, 2],
      methodologies: { mode: "ALLOW", entries: ["VM0007 v1.6"] },
      countries: { mode: "DENY", entries: ["KE"] },
      projectIds: { mode: "ALLOW", entries: [3n] },
    });
    expect(rules.modes).toEqual([1, 2, 0, 1]);
    expect(rules.countries).toEqual(["0x4b45"]);
    expect(rules.terms.requiredLabels).toBe(5n);
  });

  it("name no country that is no country", () => {
    expect(() => encodeBasketRules({ feeBps: 0, countries: { mode: "ALLOW", entries: ["Kenya"] } })).toThrow(
      RangeError,
    );
  });
});

describe("basket requests", () => {
  it.each([
    buildAnnounceRulesRequest(sampleDeployment, { feeBps: 1, registries: { mode: "ALLOW", entries: ["Verra"] } }),
    buildWithdrawRulesRequest(sampleDeployment),
    buildBasketDepositRequest(sampleDeployment, { batchId: 7n, units: 5n, to }),
    buildRedeemRequest(sampleDeployment, portions, to),
    buildRedeemOldestRequest(sampleDeployment, { units: 9n, maxBatches: 4n, to }),
    buildRetireFromBasketRequest(sampleDeployment, portions, { purpose: "CORSIA" }),
    buildRetireOldestRequest(sampleDeployment, { units: 9n, maxBatches: 4n }, { purpose: "VOLUNTARY" }),
  ])("encode $functionName to calldata that decodes to the same", (request) => {
    expect(request.address).toBe(sampleDeployment.contracts.carbonBasket.address);
    const data = encodeFunctionData(request);
    const decoded = decodeFunctionData({ abi: request.abi, data });
    expect(decoded.functionName).toBe(request.functionName);
    expect(decoded.args ?? []).toEqual(request.args);
  });
});
