import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SerialBlockRow } from "../db/serials.ts";
import { traceSerial, unitsOfSerial } from "./trace-serial.ts";

const row = (state: SerialBlockRow["state"], firstUnit: bigint, units: bigint): SerialBlockRow => ({
  batch_id: "1",
  project_id: "1",
  state,
  issued_start: "1",
  first_unit: String(firstUnit),
  units: String(units),
  account: null,
  retirement_id: null,
  block: "1",
  tx_hash: "0x",
});

describe("one serial", () => {
  test("over all serials of a block the kilograms of a run add up to the run", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 20_000n), fc.bigInt(1n, 20_000n), (firstUnit, units) => {
        let sum = 0n;
        for (let number = 1n; number <= 41n; number++)
          sum += unitsOfSerial(number, { issuedStart: 1n, firstUnit, units });
        expect(sum).toBe(units);
      }),
    );
  });

  test("is live, partly consumed, retired, cancelled or both", () => {
    const issued = row("ISSUED", 0n, 3_000n);
    expect(traceSerial(1n, [issued]).state).toBe("LIVE");
    expect(traceSerial(1n, [issued, row("RETIRED", 0n, 400n)])).toMatchObject({
      state: "PARTLY_CONSUMED",
      liveUnits: 600n,
    });
    expect(traceSerial(1n, [issued, row("RETIRED", 0n, 1_400n)]).state).toBe("RETIRED");
    expect(traceSerial(2n, [issued, row("CANCELLED", 900n, 1_100n)]).state).toBe("CANCELLED");
    expect(traceSerial(1n, [issued, row("RETIRED", 0n, 400n), row("CANCELLED", 400n, 700n)]).state).toBe(
      "RETIRED_AND_CANCELLED",
    );
  });
});
