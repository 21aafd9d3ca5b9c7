import {
  FILL_OUTCOMES,
  NO_COUNTRY,
  ORDER_KINDS,
  bidEscrow,
  decodeCountry,
  decodeFills,
  encodeCountry,
  encodeFills,
  enumIndex,
  feeUp,
  formatSerial,
  formatTonnes,
  isOrderId,
  makerFeeOnFill,
  packOrderId,
  unpackOrderId,
} from "@carbonxchange/sdk";
import fc from "fast-check";
import { parseAbi } from "viem";
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalChain } from "./local-chain.ts";
import type { LocalChain } from "./local-chain.ts";

const harnessAbi = parseAbi([
  "struct Fill { uint16 priceTicks; uint32 sequence; uint40 lots; uint40 remaining; uint8 outcome; uint48 levelLots; }",
  "function packOrderId(uint32 marketId, uint8 kind, uint16 priceTicks, uint32 sequence) pure returns (uint96)",
  "function unpackOrderId(uint96 id) pure returns (uint32 marketId, uint8 kind, uint16 priceTicks, uint32 sequence)",
  "function isWellFormed(uint96 id) pure returns (bool)",
  "function feeUp(uint256 notional, uint256 pips) pure returns (uint256)",
  "function bidEscrow(uint256 lots, uint256 lotPrice, uint256 pips) pure returns (uint256)",
  "function bidFeeReleased(uint256 lots, uint256 filled, uint256 lotPrice, uint256 pips) pure returns (uint256)",
  "function packFills(Fill[] fills) pure returns (bytes)",
  "function isCountry(bytes2 code) pure returns (bool)",
  "function serialText(string serialNamespace, uint256 serial) pure returns (string)",
  "function tonnesText(uint256 units) pure returns (string)",
]);

const RUNS = { numRuns: 150 };
let chain: LocalChain;
let address: Address;

beforeAll(async () => {
  chain = await createLocalChain();
  ({ address } = await chain.deploy("CodecHarness"));
});
afterAll(() => chain.close());

const ask: LocalChain["publicClient"]["readContract"] = (parameters) => chain.publicClient.readContract(parameters);
const target = () => ({ address, abi: harnessAbi });

const uint16 = fc.integer({ min: 0, max: 65_535 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const lots = fc.bigInt(0n, 2n ** 40n - 1n);
const ticks = fc.bigInt(1n, 65_535n);
const tickSize = fc.bigInt(1n, 2n ** 64n - 1n);
const pips = fc.bigInt(0n, 20_000n);

describe("order ids", () => {
  it("pack as OrderIdLib packs them", async () => {
    const property = fc.asyncProperty(
      uint32,
      fc.constantFrom(...ORDER_KINDS),
      uint16,
      uint32,
      async (marketId, kind, priceTicks, sequence) => {
        const args = [marketId, enumIndex(ORDER_KINDS, kind), priceTicks, sequence] as const;
        const packed = await ask({ ...target(), functionName: "packOrderId", args });
        expect(packOrderId({ marketId, kind, priceTicks, sequence })).toBe(packed);
      },
    );
    await fc.assert(property, RUNS);
  });

  it("are known, and come apart, exactly where OrderIdLib says so", async () => {
    const anyId = fc.oneof(fc.bigInt(0n, 2n ** 96n - 1n), fc.bigInt(0n, 2n ** 88n - 1n), fc.bigInt(0n, 2n ** 50n));
    const property = fc.asyncProperty(anyId, async (id) => {
      const wellFormed = await ask({ ...target(), functionName: "isWellFormed", args: [id] });
      expect(isOrderId(id)).toBe(wellFormed);
      if (!wellFormed) return;
      const [marketId, kind, priceTicks, sequence] = await ask({
        ...target(),
        functionName: "unpackOrderId",
        args: [id],
      });
      expect(unpackOrderId(id)).toEqual({ marketId, kind: ORDER_KINDS[kind], priceTicks, sequence });
    });
    await fc.assert(property, RUNS);
  });
});

describe("settlement", () => {
  it("rounds fees as the contract does", async () => {
    const property = fc.asyncProperty(fc.bigInt(0n, 2n ** 120n), pips, async (notional, fee) => {
      expect(feeUp(notional, fee)).toBe(await ask({ ...target(), functionName: "feeUp", args: [notional, fee] }));
    });
    await fc.assert(property, RUNS);
  });

  it("escrows bids as the contract does", async () => {
    const property = fc.asyncProperty(lots, ticks, tickSize, pips, async (size, price, tick, fee) => {
      const args = [size, price * tick, fee] as const;
      expect(bidEscrow(size, price, tick, fee)).toBe(await ask({ ...target(), functionName: "bidEscrow", args }));
    });
    await fc.assert(property, RUNS);
  });

  it("releases maker fees as the contract does", async () => {
    const filledOf = fc.tuple(lots, lots).map(([a, b]): [bigint, bigint] => (a < b ? [b, a] : [a, b]));
    const property = fc.asyncProperty(filledOf, ticks, tickSize, pips, async ([size, filled], price, tick, fee) => {
      const args = [size, filled, price * tick, fee] as const;
      const released = await ask({ ...target(), functionName: "bidFeeReleased", args });
      expect(makerFeeOnFill(size, filled, price, tick, fee)).toBe(released);
    });
    await fc.assert(property, RUNS);
  });
});

describe("packed fills", () => {
  const fill = fc.record({
    priceTicks: uint16,
    sequence: uint32,
    lots,
    remainingLots: lots,
    outcome: fc.constantFrom(...FILL_OUTCOMES),
    levelLots: fc.bigInt(0n, 2n ** 48n - 1n),
  });

  it("encode and decode as FillLog writes them", async () => {
    const property = fc.asyncProperty(fc.array(fill, { maxLength: 12 }), async (fills) => {
      const records = fills.map((record) => ({
        priceTicks: record.priceTicks,
        sequence: record.sequence,
        lots: Number(record.lots),
        remaining: Number(record.remainingLots),
        outcome: enumIndex(FILL_OUTCOMES, record.outcome),
        levelLots: Number(record.levelLots),
      }));
      const packed = await ask({ ...target(), functionName: "packFills", args: [records] });
      expect(decodeFills(packed)).toEqual(fills);
      expect(encodeFills(fills)).toBe(packed);
    });
    await fc.assert(property, RUNS);
  });
});

describe("texts", () => {
  it("take the same two bytes for a country", async () => {
    const twoBytes = fc
      .integer({ min: 1, max: 0xffff })
      .map((value) => `0x${value.toString(16).padStart(4, "0")}` as const);
    const letters = fc.tuple(fc.integer({ min: 65, max: 90 }), fc.integer({ min: 65, max: 90 }));
    const country = letters.map((pair) => encodeCountry(String.fromCharCode(...pair)));
    const property = fc.asyncProperty(fc.oneof(twoBytes, country), async (code) => {
      const known = await ask({ ...target(), functionName: "isCountry", args: [code] });
      if (known) expect(encodeCountry(decodeCountry(code))).toBe(code);
      else expect(() => decodeCountry(code)).toThrow(RangeError);
    });
    await fc.assert(property, RUNS);
    expect(decodeCountry(NO_COUNTRY)).toBeNull();
  });

  it("write serials as certificates do", async () => {
    const namespace = fc.constantFrom(
      "VCS|13861|VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1",
      "GS1-1-UG-GS11236-16-2024-30307",
      "ACR-FR-1129-2025-2917",
      "a|b",
      "|",
      "a||b",
      "a|b|c|d",
    );
    const property = fc.asyncProperty(namespace, fc.bigInt(0n, 2n ** 40n - 1n), async (text, serial) => {
      expect(formatSerial(text, serial)).toBe(
        await ask({ ...target(), functionName: "serialText", args: [text, serial] }),
      );
    });
    await fc.assert(property, RUNS);
  });

  it("write tonnes as certificates do", async () => {
    const property = fc.asyncProperty(fc.bigInt(0n, 2n ** 64n), async (units) => {
      expect(formatTonnes(units)).toBe(await ask({ ...target(), functionName: "tonnesText", args: [units] }));
    });
    await fc.assert(property, RUNS);
  });
});
