import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { parseSerial } from "./parse-serial.ts";

const FILE = join(import.meta.dirname, "../../../../shared/data/registry/serial_fixtures.csv");

type Row = {
  raw_serial: string;
  namespace: string;
  block_start: string;
  block_end: string;
  quantity: string;
  parsed: string;
};
let rows: Row[] = [];

beforeAll(() => {
  if (!existsSync(FILE)) throw new Error("../shared/data/registry/serial_fixtures.csv is missing beside the project");
  rows = parse(readFileSync(FILE), { columns: true, bom: true });
});

describe("1,712 real serials", () => {
  it("read as the fixtures say: 1,709 with the right namespace, block and quantity", () => {
    const good = rows.filter((row) => row.parsed === "1");
    const read = good.filter((row) => {
      const result = parseSerial(row.raw_serial, { quantity: BigInt(row.quantity) });
      return (
        result.ok &&
        result.value.namespace === row.namespace &&
        result.value.blockStart === BigInt(row.block_start) &&
        result.value.blockEnd === BigInt(row.block_end) &&
        result.value.blockEnd - result.value.blockStart + 1n === BigInt(row.quantity)
      );
    });
    expect(rows).toHaveLength(1712);
    expect(read).toHaveLength(1709);
  });

  it("refuse the three CDM serials under a Gold Standard label, saying so", () => {
    const refused = rows.map((row) => parseSerial(row.raw_serial)).filter((result) => !result.ok);
    expect(refused).toHaveLength(3);
    for (const result of refused)
      expect(result.ok ? "" : result.error).toMatch(/CDM serial under a Gold Standard label/);
  });
});
