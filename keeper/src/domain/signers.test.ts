import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANES } from "./action.ts";
import { signerFault, signerOfLane } from "./signers.ts";

const sound = { address: "0xaa", balance: 10n, latestNonce: 5, lowestOpenNonce: 5 } as const;

describe("signerFault", () => {
  it("finds none in a signer with funds and without a gap", () => {
    expect(signerFault(sound, 10n)).toBeNull();
    expect(signerFault({ ...sound, lowestOpenNonce: null }, 10n)).toBeNull();
    // a receipt may be shown after the nonce
    expect(signerFault({ ...sound, lowestOpenNonce: 4 }, 10n)).toBeNull();
  });

  it("names too little balance, and before it a gap that nothing behind can pass", () => {
    expect(signerFault({ ...sound, balance: 9n }, 10n)).toBe("LOW_BALANCE");
    expect(signerFault({ ...sound, lowestOpenNonce: 6 }, 10n)).toBe("NONCE_GAP");
    expect(signerFault({ ...sound, balance: 9n, lowestOpenNonce: 6 }, 10n)).toBe("NONCE_GAP");
  });
});

describe("signerOfLane", () => {
  it("spreads the lanes, and each lane always has the same signer", () => {
    const assigned = LANES.map((lane) => signerOfLane(lane, ["0xaa", "0xbb", "0xcc"], new Set()));
    expect(assigned).toEqual(["0xaa", "0xbb", "0xcc", "0xaa", "0xbb", "0xcc"]);
  });

  it("passes a faulty signer's lanes to the next sound one, others stay", () => {
    const assigned = LANES.map((lane) => signerOfLane(lane, ["0xaa", "0xbb", "0xcc"], new Set(["0xbb"] as const)));
    expect(assigned).toEqual(["0xaa", "0xcc", "0xcc", "0xaa", "0xcc", "0xcc"]);
  });

  it("finds a sound signer whenever there is one, and none else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANES), fc.array(fc.boolean(), { maxLength: 6 }), (lane, faults) => {
        const signers = faults.map((_, index) => `0x${index}` as const);
        const faulty = new Set<`0x${string}`>(signers.filter((_, index) => faults[index]));
        const found = signerOfLane(lane, signers, faulty);
        expect(found === null).toBe(faults.every((fault) => fault));
        if (found !== null) expect(faulty.has(found)).toBe(false);
      }),
    );
  });
});
