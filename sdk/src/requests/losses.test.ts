import { decodeFunctionData, encodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  buildConsentRequest,
  buildDonateRequest,
  buildExtendCaseRequest,
  buildHealRequest,
  buildLapseRequest,
  buildPostBondRequest,
  buildRefuseLossRequest,
  buildRepayRequest,
  buildReportLossRequest,
  buildSetInvalidationWindowRequest,
  buildSettleLossesRequest,
  buildWithdrawBondRequest,
} from "./losses.ts";

const evidence = `0x${"cd".repeat(32)}` as const;
const to = "0x00000000000000000000000000000000000000B0";
const report = { kind: "REVERSAL", cause: "PEST", intentional: false, evidence } as const;

describe("loss requests", () => {
  it("name batches in the ascending order that the contract asks for", () => {
    const losses = [
      { batchId: 9n, units: 1n },
      { batchId: 7n, units: 2n },
    ];
    const { args } = buildReportLossRequest(sampleDeployment, { ...report, losses });
    expect(args[0]).toEqual({ kind: 0, cause: 2, intentional: false, evidence });
    expect(args[1].map(({ batchId }) => batchId)).toEqual([7n, 9n]);
  });

  it.each([
    buildExtendCaseRequest(sampleDeployment, 1n),
    buildConsentRequest(sampleDeployment, 1n, evidence),
    buildRefuseLossRequest(sampleDeployment, 1n, "outside of the area"),
    buildLapseRequest(sampleDeployment, 1n),
    buildSettleLossesRequest(sampleDeployment, 20n),
    buildHealRequest(sampleDeployment, { impairedBatchId: 7n, batchId: 9n, units: 1n }),
    buildDonateRequest(sampleDeployment, 9n, 1n),
    buildRepayRequest(sampleDeployment, { projectId: 3n, batchId: 9n, units: 1n }),
    buildPostBondRequest(sampleDeployment, { projectId: 3n, batchId: 9n, units: 1_000n, lockedUntil: 5 }),
    buildWithdrawBondRequest(sampleDeployment, { bondId: 1n, units: 1n, to }),
    buildSetInvalidationWindowRequest(sampleDeployment, 9n, 5),
  ])("encode $functionName to calldata that decodes to the same", (request) => {
    expect(request.address).toBe(sampleDeployment.contracts.reversalBuffer.address);
    const data = encodeFunctionData(request);
    expect(decodeFunctionData({ abi: request.abi, data }).args).toEqual(request.args);
  });
});
