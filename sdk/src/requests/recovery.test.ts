import { decodeFunctionData, encodeFunctionData, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { sampleDeployment } from "../../test/sample-deployment.ts";
import {
  buildConfirmRecoveryRequest,
  buildObjectRequest,
  buildProposeRecoveryRequest,
  buildRecoverBalancesRequest,
  buildRecoverBasketTokensRequest,
  buildRecoverCreditsRequest,
  buildRecoverOrdersRequest,
  buildStopRecoveryRequest,
} from "./recovery.ts";

const lost = "0x00000000000000000000000000000000000000A1";
const orderId = (1n << 56n) | (1n << 32n) | 1n;
const successor = "0x00000000000000000000000000000000000000B0";

describe("recovery requests", () => {
  it("name the lost wallet before its successor", () => {
    const { args } = buildProposeRecoveryRequest(sampleDeployment, { successor, evidence: zeroHash, lost });
    expect(args).toEqual([lost, successor, zeroHash]);
  });

  it("refuse an order id that is none, before anything is signed", () => {
    expect(() => buildRecoverOrdersRequest(sampleDeployment, 1n, [1n << 200n])).toThrow(RangeError);
  });

  it.each([
    [buildObjectRequest(sampleDeployment, 3n), "object", [3n]],
    [buildStopRecoveryRequest(sampleDeployment, 3n), "stop", [3n]],
    [buildConfirmRecoveryRequest(sampleDeployment, 3n), "confirm", [3n]],
    [buildRecoverCreditsRequest(sampleDeployment, 3n, [7n, 9n]), "recoverCredits", [3n, [7n, 9n]]],
    [buildRecoverOrdersRequest(sampleDeployment, 3n, [orderId]), "recoverOrders", [3n, [orderId]]],
    [buildRecoverBalancesRequest(sampleDeployment, 3n, [1, 2]), "recoverBalances", [3n, [1, 2]]],
    [buildRecoverBasketTokensRequest(sampleDeployment, 3n, [successor]), "recoverBasketTokens", [3n, [successor]]],
  ] as const)("call the wallet recovery: %#", ({ address, abi, functionName, args }, name, expected) => {
    expect(address).toBe(sampleDeployment.contracts.walletRecovery.address);
    expect(decodeFunctionData({ abi, data: encodeFunctionData({ abi, functionName, args }) })).toEqual({
      functionName: name,
      args: expected,
    });
  });
});
