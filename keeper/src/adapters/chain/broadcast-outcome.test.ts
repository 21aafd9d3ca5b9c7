import fc from "fast-check";
import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { describe, expect, it } from "vitest";
import { KeeperError } from "../../errors.ts";
import type { BroadcastOutcome } from "../../ports/index.ts";
import { mergeOutcomes, outcomeOf } from "./broadcast-outcome.ts";

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

describe("outcomeOf a strange answer", () => {
  it("takes garbage for not knowing", () => {
    expect(outcomeOf(new KeeperError("BAD_ANSWER", "x")).outcome).toBe("UNKNOWN");
  });

  it("repeats no raw transaction", () => {
    const body = { method: "eth_sendRawTransaction", params: ["0xdeadbeef"] };
    const refused = new RpcRequestError({
      body,
      url: "http://node",
      error: { code: -32000, message: "nonce too low" },
    });
    const outcome = outcomeOf(refused);
    expect(outcome).toMatchObject({
      outcome: "NONCE_USED",
      detail: expect.stringContaining("nonce too low") as string,
    });
    expect(JSON.stringify(outcome)).not.toContain("deadbeef");
  });
});

describe("mergeOutcomes", () => {
  const kinds = ["ACCEPTED", "UNKNOWN", "NONCE_USED", "UNDERPRICED", "NO_FUNDS", "REFUSED"] as const;
  const outcome = (kind: (typeof kinds)[number]): BroadcastOutcome =>
    kind === "ACCEPTED" ? { outcome: kind } : { outcome: kind, detail: kind };

  it("is accepted if any accepted, else unknown while any may hold it, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 8 }), (given) => {
        const merged = mergeOutcomes(given.map(outcome)).outcome;
        expect(given).toContain(merged);
        expect(merged === "ACCEPTED").toBe(given.includes("ACCEPTED"));
        if (merged !== "ACCEPTED") expect(merged === "UNKNOWN").toBe(given.includes("UNKNOWN"));
        expect(mergeOutcomes(given.toReversed().map(outcome)).outcome).toBe(merged);
      }),
    );
  });

  it("does not know what nobody answered", () => {
    expect(mergeOutcomes([]).outcome).toBe("UNKNOWN");
  });
});
