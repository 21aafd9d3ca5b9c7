import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unwrap } from "../result.ts";
import { consumedSerials } from "./consumed-serials.ts";
import { SERIAL_GRAMMARS, formatSerialRange, parseSerial } from "./parse-serial.ts";

const NAMESPACES = {
  "verra-new": "VCS|19385|VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
  "verra-old": "VCS|4147|VCU-016-MER-AU-14-641-16042012-15042013-0",
  "gold-standard": "GS1-1-UG-GS11236-16-2024-30307",
  acr: "ACR-FR-1129-2025-2917",
  car: "CAR-ROC-US-2056-129-2283-WV-2025-8969",
  art: "FCPF-CI-130-2023-20",
  cercarbono: "CDC_1_1_1_321_14_1_2009",
  isometric: "iss_1KP6EDZ8K1S036PY",
};

describe("reading", () => {
  it.each([
    ["19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1", "VCS1340", "ET", 2020, 425n],
    ["4147-176338408-176338907-VCU-016-MER-AU-14-641-16042012-15042013-0", "VCS641", "AU", 2012, 500n],
    ["GS1-1-UG-GS11236-16-2024-30307-1-19149", "GS11236", "UG", 2024, 19_149n],
    ["ACR-FR-1129-2025-2917-30932 to 35143", "ACR1129", "FR", 2025, 4212n],
    ["CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000", "CAR1335", "US", 2025, 5000n],
    ["FCPF-CI-130-2023-20-1 to 46404", "ART130", "CI", 2023, 46_404n],
    ["CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018 4426 to 4971", "CDC-4", "CO", 2018, 546n],
    ["iss_1KP6EDZ8K1S036PY 1 to 2765", null, null, null, 2765n],
  ])("%s", (text, projectNativeId, country, vintageYear, quantity) => {
    expect(unwrap(parseSerial(text))).toMatchObject({ projectNativeId, country, vintageYear, quantity });
  });

  it("gives Verra's vintage to the day", () => {
    const block = unwrap(parseSerial("4147-176338408-176338907-VCU-016-MER-AU-14-641-16042012-15042013-0"));
    expect(block.vintageStart).toBe(Date.UTC(2012, 3, 16) / 1000);
    expect(block.vintageEnd).toBe(Date.UTC(2013, 3, 15) / 1000);
  });

  it("gives one namespace to one block however it was pasted", () => {
    const tidy = unwrap(parseSerial("ACR-FR-1129-2025-2917-1 to 2"));
    expect(parseSerial("  ACR-FR-1129-2025-2917-1   to  2\n")).toEqual({ ok: true, value: tidy });
  });

  it("takes the block of a bare Cercarbono or Isometric serial from the columns beside it", () => {
    const label = NAMESPACES.cercarbono;
    expect(unwrap(parseSerial(label, { from: 4426n, to: 4971n, quantity: 546n }))).toMatchObject({ blockStart: 4426n });
    expect(unwrap(parseSerial(label, { quantity: 7n }))).toMatchObject({ blockStart: 1n, blockEnd: 7n });
    expect(parseSerial(label).ok).toBe(false);
    expect(parseSerial(`${label} 1 to 2`, { from: 3n, to: 4n }).ok).toBe(false);
    expect(parseSerial(NAMESPACES.isometric, { quantity: 0n }).ok).toBe(false);
  });
});

describe("refusing", () => {
  it.each([
    ["", /empty/],
    ["hello", /no known registry/],
    ["RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014", /CDM serial/],
    ["GS1-1-UG-GS11236-16-2024-30307-9-1", /starts at 9 but ends at 1/],
    ["GS1-1-UG-GS11236-16-0024-30307-1-9", /no vintage year/],
    ["GS1-1-UG-11236-16-2024-30307-1-9", /no Gold Standard serial/],
    ["4147-1-2-VCU-016-MER-AU-14-641-31022012-15042013-0", /"31022012" is no day/],
    ["4147-1-2-VCU-016-MER-AU-14-641-16042012-99042013-0", /"99042013" is no day/],
    ["4147-1-2-VCU-016-MER-AU-14-641-16042014-15042013-0", /starts on/],
    ["4147-1-VCU-016-MER-AU-14-641-16042012-15042013-0", /no Verra serial/],
    ["ACR-FR-1129-2025-2917-1 to 1099511627776", /40 bits/],
    ["CDC_x", /no Cercarbono serial/],
  ])("%s", (text, reason) => {
    const result = parseSerial(text);
    expect(result.ok ? "" : result.error).toMatch(reason);
  });

  it("names both numbers when the quantity beside it differs", () => {
    const result = parseSerial("ACR-FR-1129-2025-2917-1 to 10", { quantity: 11n });
    expect(result).toEqual({ ok: false, error: "the block 1 to 10 has 10 serials, but the quantity is 11" });
  });
});

describe("writing", () => {
  const range = fc
    .tuple(fc.bigInt(0n, 2n ** 40n - 1n), fc.bigInt(0n, 2n ** 40n - 1n))
    .map(([a, b]): [bigint, bigint] => (a < b ? [a, b] : [b, a]));

  it.each(SERIAL_GRAMMARS.map((grammar) => grammar.name as keyof typeof NAMESPACES))(
    "%s reads back what it wrote",
    (name) => {
      const namespace = NAMESPACES[name];
      fc.assert(
        fc.property(range, ([from, to]) => {
          const block = unwrap(parseSerial(formatSerialRange(namespace, from, to)));
          expect(block).toMatchObject({ grammar: name, namespace, blockStart: from, blockEnd: to });
        }),
      );
    },
  );

  it("puts a namespace of no known grammar before the numbers", () => {
    expect(formatSerialRange("Register of X", 1n, 2n)).toBe("Register of X 1 to 2");
  });

  it("never claims one namespace for two grammars", () => {
    for (const namespace of Object.values(NAMESPACES)) {
      expect(SERIAL_GRAMMARS.filter((grammar) => grammar.isNamespace(namespace))).toHaveLength(1);
    }
  });
});

describe("consumed serials", () => {
  const run = { serialNamespace: NAMESPACES["verra-new"], blockStart: 941_467_007n };

  it("are whole tonnes when the run is", () => {
    expect(consumedSerials({ ...run, firstUnit: 2000n, units: 3000n })).toEqual({
      first: 941_467_009n,
      last: 941_467_011n,
      firstText: "19385-941467009-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
      lastText: "19385-941467011-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
      rangeText: "19385-941467009-941467011-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
    });
  });

  it("share the serial of a split tonne", () => {
    const before = consumedSerials({ ...run, firstUnit: 0n, units: 500n });
    const after = consumedSerials({ ...run, firstUnit: 500n, units: 501n });
    expect(before.last).toBe(after.first);
    expect(after.last).toBe(after.first + 1n);
  });

  it("of neighbouring runs of whole tonnes never meet", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 6n), fc.bigInt(1n, 10n ** 6n), fc.bigInt(1n, 10n ** 6n), (at, a, b) => {
        const left = consumedSerials({ ...run, firstUnit: at * 1000n, units: a * 1000n });
        const right = consumedSerials({ ...run, firstUnit: (at + a) * 1000n, units: b * 1000n });
        expect(right.first).toBe(left.last + 1n);
        expect(right.last - left.first + 1n).toBe(a + b);
      }),
    );
  });

  it("of nothing are refused", () => {
    expect(() => consumedSerials({ ...run, firstUnit: 0n, units: 0n })).toThrow(RangeError);
  });
});
