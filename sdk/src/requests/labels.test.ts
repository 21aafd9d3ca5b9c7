import { decodeFunctionData, encodeFunctionData, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  OPEN_ENDED,
  buildAttestLabelRequest,
  buildRecordAdjustmentRequest,
  buildRefreshLabelsRequest,
  buildRevokeLabelRequest,
} from "./labels.ts";

const evidence = `0x${"ab".repeat(32)}` as const;

describe("label requests", () => {
  it("give a label no end unless one is named", () => {
    const input = { batchId: 7n, labelId: 1, from: 100, evidence };
    expect(buildAttestLabelRequest(sampleDeployment, input).args).toEqual([7n, 1, 100, OPEN_ENDED, evidence]);
    expect(buildAttestLabelRequest(sampleDeployment, { ...input, until: 200 }).args[3]).toBe(200);
  });

  it("write purposes as bits and leave out what only a commitment has", () => {
    const { args } = buildRecordAdjustmentRequest(sampleDeployment, 7n, {
      declaration: "COMMITTED",
      status: "PENDING",
      effectiveAt: 50,
      hostParty: "ET",
      authorisationRef: evidence,
      purposes: ["NDC", "OTHER"],
    });
    expect(args[1]).toMatchObject({ declaration: 1, status: 1, purposes: 5, hostParty: "0x4554" });
    const none = buildRecordAdjustmentRequest(sampleDeployment, 7n, {
      declaration: "NOT_REQUIRED",
      status: "NOT_STARTED",
      effectiveAt: 50,
    });
    expect(none.args[1]).toMatchObject({ purposes: 0, hostParty: "0x0000", authorisationRef: zeroHash });
  });

  it.each([
    buildRevokeLabelRequest(sampleDeployment, { batchId: 7n, labelId: 1, index: 0n, effectiveAt: 9, reason: "why" }),
    buildRefreshLabelsRequest(sampleDeployment, 7n),
  ])("encode $functionName to calldata that decodes to the same", (request) => {
    expect(request.address).toBe(sampleDeployment.contracts.labelRegistry.address);
    const data = encodeFunctionData(request);
    expect(decodeFunctionData({ abi: request.abi, data }).args).toEqual(request.args);
  });
});
