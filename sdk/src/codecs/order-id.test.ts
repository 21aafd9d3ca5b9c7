import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ORDER_KINDS } from "./enums.ts";
import { isOrderId, packOrderId, toOrderId, unpackOrderId } from "./order-id.ts";

const parts = fc.record({
  marketId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  kind: fc.constantFrom(...ORDER_KINDS),
  priceTicks: fc.integer({ min: 0, max: 65_535 }),
  sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe("order id", () => {
  it("unpacks what it packed", () => {
    fc.assert(
      fc.property(parts, (value) => {
        expect(unpackOrderId(packOrderId(value))).toEqual(value);
      }),
    );
  });

  it("keeps ids of one market in the order kind, price, sequence", () => {
    const first = packOrderId({ marketId: 1, kind: "ASK", priceTicks: 10, sequence: 2 });
    expect(packOrderId({ marketId: 1, kind: "ASK", priceTicks: 10, sequence: 3 })).toBe(first + 1n);
  });

  it("has the layout of OrderId.sol", () => {
    const id = packOrderId({ marketId: 0x01020304, kind: "DEFERRED", priceTicks: 0x0506, sequence: 0x0708090a });
    expect(id).toBe(0x01020304_02_0506_0708090an);
  });

  it("refuses a part that does not fit its bits", () => {
    const good = { marketId: 1, kind: "BID", priceTicks: 1, sequence: 1 } as const;
    expect(() => packOrderId({ ...good, marketId: 2 ** 32 })).toThrow(RangeError);
    expect(() => packOrderId({ ...good, priceTicks: 65_536 })).toThrow(RangeError);
    expect(() => packOrderId({ ...good, sequence: -1 })).toThrow(RangeError);
    expect(() => packOrderId({ ...good, sequence: 1.5 })).toThrow(RangeError);
  });

  it("refuses an id with upper bits or an unknown kind", () => {
    expect(isOrderId(1n << 88n)).toBe(false);
    expect(isOrderId(BigInt(ORDER_KINDS.length) << 48n)).toBe(false);
    expect(isOrderId(-1n)).toBe(false);
    expect(() => unpackOrderId(BigInt(ORDER_KINDS.length) << 48n)).toThrow(RangeError);
  });

  it("reads the decimal text of the API", () => {
    const id = packOrderId({ marketId: 7, kind: "BID", priceTicks: 9, sequence: 11 });
    expect(toOrderId(id.toString())).toBe(id);
  });
});
