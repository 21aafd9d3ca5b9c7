import { decodeFunctionData, encodeFunctionData, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  buildFreezeRequest,
  buildFreezeTokensRequest,
  buildSetEligibilityRequest,
  buildSetFrozenTokensRequest,
  buildUnfreezeRequest,
} from "./eligibility.ts";
import {
  buildAttestRequest,
  buildCorrectProposalRequest,
  buildExpireProposalRequest,
  buildIssueRequest,
  buildProposeRequest,
  buildRefuseRequest,
  buildRegisterProjectRequest,
  buildWithdrawProposalRequest,
} from "./issuance.ts";
import { DEFAULT_MAX_FILLS, encodeOrder } from "./order-input.ts";
import {
  buildCancelCreditsRequest,
  buildConfirmRetirementRequest,
  buildReclaimRetirementRequest,
  buildRequestRetirementRequest,
  buildRetireHeldRequest,
  buildRetireManyRequest,
  buildRetireRequest,
  buildRevertRetirementRequest,
} from "./retirement.ts";
import {
  buildCancelBatchRequest,
  buildCancelRequest,
  buildCrankRequest,
  buildPlaceBatchRequest,
  buildPlaceRequest,
  buildPruneRequest,
} from "./trading.ts";
import {
  buildApproveCreditsRequest,
  buildApproveRequest,
  buildDepositCreditsRequest,
  buildDepositRequest,
  buildDepositWithPermitRequest,
  buildFaucetRequest,
  buildSendCreditsToVaultRequest,
  buildWithdrawRequest,
} from "./vault.ts";

const order = { marketId: 1, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1250, lots: 3n } as const;

describe("order requests", () => {
  it("fill in what was left out", () => {
    expect(encodeOrder(order)).toEqual({
      marketId: 1,
      side: 1,
      orderType: 0,
      priceTicks: 1250,
      lots: 3,
      minFillLots: 0,
      expiry: 0,
      maxFills: DEFAULT_MAX_FILLS,
      clientId: 0n,
      selfTrade: 0,
      displayLots: 0,
    });
  });

  it("encode to calldata that decodes to the same", () => {
    const request = buildPlaceRequest(sampleDeployment, { ...order, maxFills: 0, clientId: 2n ** 64n - 1n });
    expect(request.address).toBe(sampleDeployment.contracts.exchange.address);
    const data = encodeFunctionData(request);
    expect(decodeFunctionData({ abi: request.abi, data }).args).toEqual(request.args);
    expect(buildPlaceBatchRequest(sampleDeployment, [order, order]).args[0]).toHaveLength(2);
  });

  it.each([
    ["priceTicks", { priceTicks: 0 }],
    ["priceTicks", { priceTicks: 65_536 }],
    ["priceTicks", { priceTicks: 12.5 }],
    ["lots", { lots: -1n }],
    ["lots", { lots: 2n ** 40n }],
    ["expiry", { expiry: 2 ** 32 }],
    ["clientId", { clientId: 2n ** 64n }],
    ["displayLots", { displayLots: 2 ** 24 }],
    ["displayLots", { displayLots: 1.5 }],
  ])("refuse a %s that does not fit", (field, change) => {
    expect(() => encodeOrder({ ...order, ...change })).toThrow(new RegExp(`^${field} is`));
  });

  it("carry what a self-trade does and what an iceberg shows", () => {
    const encoded = encodeOrder({
      ...order,
      selfTrade: "DECREMENT",
      displayLots: 2,
      orderType: "LIMIT_POST_ONLY_SLIDE",
    });
    expect(encoded).toMatchObject({ orderType: 5, selfTrade: 3, displayLots: 2 });
    expect(() => encodeOrder({ ...order, selfTrade: "NEVER" as "DECREMENT" })).toThrow(RangeError);
  });

  it("refuse a malformed order id", () => {
    expect(() => buildCancelRequest(sampleDeployment, 1n << 90n)).toThrow(RangeError);
  });
});

describe("registry requests", () => {
  const project = {
    registryName: "Verra",
    nativeId: "VCS1340",
    name: "Bale Mountains",
    methodology: "VM0015",
    country: "ET",
    mechanism: "REDUCTION",
  } as const;

  it("encode country and mechanism", () => {
    const [encoded] = buildRegisterProjectRequest(sampleDeployment, project).args;
    expect(encoded).toMatchObject({ country: "0x4554", mechanism: 0, nativeId: "VCS1340" });
    expect(() => buildRegisterProjectRequest(sampleDeployment, { ...project, country: "Ethiopia" })).toThrow(
      RangeError,
    );
  });

  it("refuse serials beyond 40 bits", () => {
    const issuance = {
      projectId: 1n,
      serialNamespace: "x",
      blockStart: 1n,
      blockEnd: 2n ** 40n,
      vintageStart: 0,
      vintageEnd: 0,
      recipient: zeroAddress,
      reportHash: zeroHash,
    };
    expect(() => buildProposeRequest(sampleDeployment, issuance)).toThrow(/^blockEnd is/);
    expect(buildProposeRequest(sampleDeployment, { ...issuance, blockEnd: 2n }).args[0].blockEnd).toBe(2);
  });

  it("fill in what an issuance leaves open: its vintage was monitored, nothing is converted or withheld", () => {
    const issuance = {
      projectId: 1n,
      serialNamespace: "x",
      blockStart: 1n,
      blockEnd: 2n,
      vintageStart: 100,
      vintageEnd: 200,
      recipient: zeroAddress,
      reportHash: zeroHash,
    };
    const filled = { monitoringStart: 100, monitoringEnd: 200, bufferBps: 0, methodology: "", conversionRef: zeroHash };
    expect(buildProposeRequest(sampleDeployment, issuance).args[0]).toMatchObject(filled);
    const corrected = buildCorrectProposalRequest(sampleDeployment, 7n, { ...issuance, bufferBps: 1_500 });
    expect(corrected.args).toMatchObject([7n, { ...filled, bufferBps: 1_500 }]);
    expect(buildExpireProposalRequest(sampleDeployment, 7n)).toMatchObject({
      functionName: "expireProposal",
      args: [7n],
    });
  });

  it("take several portions for one certificate, at once, from custody or on request", () => {
    const portions = [
      { batchId: 1n, units: 5n },
      { batchId: 2n, units: 7n },
    ];
    const input = { account: zeroAddress, portions, purpose: "CORSIA", claim: "VCMI_GOLD" } as const;
    const builders = {
      retireMany: buildRetireManyRequest,
      retireHeld: buildRetireHeldRequest,
      requestRetirement: buildRequestRetirementRequest,
    };
    for (const [functionName, build] of Object.entries(builders)) {
      const request = build(sampleDeployment, input);
      expect(request.functionName).toBe(functionName);
      expect(request.args[1]).toEqual(portions);
      expect(request.args[2]).toMatchObject({ purpose: 1, claim: 4 });
    }
    expect(buildConfirmRetirementRequest(sampleDeployment, 3n).args).toEqual([3n]);
    expect(buildRevertRetirementRequest(sampleDeployment, 3n, "on hold").args).toEqual([3n, "on hold"]);
    expect(buildReclaimRetirementRequest(sampleDeployment, 3n).args).toEqual([3n]);
  });

  it("leave what a retirement does not state at zero", () => {
    const request = buildRetireRequest(sampleDeployment, {
      account: zeroAddress,
      batchId: 1n,
      units: 5n,
      purpose: "NDC",
    });
    expect(request.args[3]).toEqual({
      beneficiary: zeroAddress,
      beneficiaryRef: zeroHash,
      purpose: 3,
      consumptionCountry: "0x0000",
      periodStart: 0,
      periodEnd: 0,
      statement: "",
      claim: 0,
    });
    const cancelled = { account: zeroAddress, batchId: 1n, units: 5n, reason: "EXPORT", note: "n" } as const;
    expect(buildCancelCreditsRequest(sampleDeployment, cancelled).args[3]).toBe(1);
  });
});

describe("vault and gate requests", () => {
  it("send credits to the exchange from the owner", () => {
    const request = buildSendCreditsToVaultRequest(sampleDeployment, zeroAddress, 7n, 1000n);
    expect(request.address).toBe(sampleDeployment.contracts.carbonCredits.address);
    expect(request.args).toEqual([zeroAddress, sampleDeployment.contracts.exchange.address, 7n, 1000n, "0x"]);
  });

  it("approve the exchange on the quote token unless told otherwise", () => {
    expect(buildApproveRequest(sampleDeployment, 5n).address).toBe(sampleDeployment.contracts.quoteToken.address);
    expect(buildApproveRequest(sampleDeployment, 5n, zeroAddress).address).toBe(zeroAddress);
  });

  it("write an eligibility record", () => {
    const request = buildSetEligibilityRequest(sampleDeployment, {
      account: zeroAddress,
      tier: 2,
      country: "DE",
      expiresAt: 9,
    });
    expect(request.args).toEqual([zeroAddress, 2, "0x4445", 9, zeroHash]);
  });
});

describe("every builder", () => {
  const { exchange, carbonCredits, complianceGate, quoteToken } = sampleDeployment.contracts;
  const permit = { deadline: 9n, v: 27, r: zeroHash, s: zeroHash };
  const id = (1n << 56n) | (1n << 32n) | 1n;
  const frozen = { account: zeroAddress, batchId: 7n, units: 5n };

  it.each([
    [buildDepositRequest(sampleDeployment, 2, 5n), exchange, "deposit", [2, 5n]],
    [
      buildDepositWithPermitRequest(sampleDeployment, 2, 5n, permit),
      exchange,
      "depositWithPermit",
      [2, 5n, 9n, 27, zeroHash, zeroHash],
    ],
    [buildDepositCreditsRequest(sampleDeployment, 1, 5n), exchange, "depositCredits", [1, 5n]],
    [buildWithdrawRequest(sampleDeployment, 1, 5n, zeroAddress), exchange, "withdraw", [1, 5n, zeroAddress]],
    [buildApproveCreditsRequest(sampleDeployment), carbonCredits, "setApprovalForAll", [exchange.address, true]],
    [buildFaucetRequest(sampleDeployment, zeroAddress, 5n), quoteToken, "mint", [zeroAddress, 5n]],
    [buildCancelBatchRequest(sampleDeployment, [id]), exchange, "cancelBatch", [[id]]],
    [buildPruneRequest(sampleDeployment, [id]), exchange, "prune", [[id]]],
    [buildCrankRequest(sampleDeployment, 1, 7), exchange, "crank", [1, 7]],
    [buildAttestRequest(sampleDeployment, 3n, zeroHash), carbonCredits, "attest", [3n, zeroHash]],
    [buildRefuseRequest(sampleDeployment, 3n, "no"), carbonCredits, "refuse", [3n, "no"]],
    [buildIssueRequest(sampleDeployment, 3n), carbonCredits, "issue", [3n]],
    [buildWithdrawProposalRequest(sampleDeployment, 3n), carbonCredits, "withdrawProposal", [3n]],
    [buildFreezeRequest(sampleDeployment, zeroAddress), complianceGate, "freeze", [zeroAddress]],
    [buildUnfreezeRequest(sampleDeployment, zeroAddress), complianceGate, "unfreeze", [zeroAddress]],
    [buildFreezeTokensRequest(sampleDeployment, frozen), carbonCredits, "freezeTokens", [zeroAddress, 7n, 5n]],
    [buildSetFrozenTokensRequest(sampleDeployment, frozen), carbonCredits, "setFrozenTokens", [zeroAddress, 7n, 5n]],
  ] as const)("names contract, function and arguments: %#", (request, contract, functionName, args) => {
    expect([request.address, request.functionName, request.args]).toEqual([contract.address, functionName, args]);
    const { abi, functionName: name, args: values } = request;
    expect(encodeFunctionData({ abi, functionName: name, args: values })).toMatch(/^0x[0-9a-f]{8}/);
  });
});
