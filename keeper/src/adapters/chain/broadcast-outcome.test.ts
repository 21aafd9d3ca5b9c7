import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "./broadcast-outcome.ts";

const answer = (message: string) =>
  new RpcRequestError({ body: {}, url: "http://node", error: { code: -32000, message } });

describe("outcomeOf", () => {
  it.each([
    ["already known", "ACCEPTED"],
    ["transaction already imported", "ACCEPTED"],
    ["Known transaction: 0xabc", "ACCEPTED"],
    ["AlreadyKnown", "ACCEPTED"],
    ["nonce too low: next nonce 5, tx nonce 4", "NONCE_USED"],
    ["OldNonce", "NONCE_USED"],
    ["Nonce too low. Expected nonce to be 3 but got 2.", "NONCE_USED"],
    ["replacement transaction underpriced", "UNDERPRICED"],
    ["FeeTooLowToCompete", "UNDERPRICED"],
    ["max fee per gas less than block base fee", "UNDERPRICED"],
    ["insufficient funds for gas * price + value", "NO_FUNDS"],
    ["Sender doesn't have enough funds to send tx", "NO_FUNDS"],
    ["intrinsic gas too low", "REFUSED"],
  ])("reads %j as %s", (message, outcome) => {
    expect(outcomeOf(answer(message)).outcome).toBe(outcome);
    expect(outcomeOf(new BaseError("wrapped", { cause: answer(message) })).outcome).toBe(outcome);
  });

  it("takes silence for not knowing, whatever the text says", () => {
    const silence = new TimeoutError({ body: {}, url: "http://node" });
    expect(outcomeOf(silence).outcome).toBe("UNKNOWN");
    expect(outcomeOf(new HttpRequestError({ url: "http://node", status: 503, details: "already known" })).outcome).toBe(
      "UNKNOWN",
    );
  });
});
