import { concatHex, keccak256, stringToHex } from "viem";
import { expect, test } from "vitest";
import { beneficiaryDocument, beneficiaryReference } from "./beneficiary-reference.ts";
import { BLANK_RETIREMENT, quantityText, readRetireForm, type RetireFields } from "./retire-form.ts";

const account = "0x00000000000000000000000000000000000000a1";
const salt = `0x${"11".repeat(32)}` as const;
const context = { account, walletUnits: 2_500n, salt } as const;
const fields = (change: Partial<RetireFields>): RetireFields => ({
  ...BLANK_RETIREMENT,
  batchId: "5",
  quantity: "1",
  ...change,
});

test("tonnes and kilograms give exact units", () => {
  expect(readRetireForm(fields({ quantity: "1.234" }), context).summary?.units).toBe(1_234n);
  expect(readRetireForm(fields({ quantity: "1234", unit: "KG" }), context).summary?.units).toBe(1_234n);
});

test("a private text leaves only its salted hash", () => {
  const { summary } = readRetireForm(fields({ privateText: " Ann, file 7 " }), context);
  expect(summary?.beneficiaryRef).toBe(keccak256(concatHex([salt, stringToHex("Ann, file 7")])));
  expect(
    JSON.stringify(summary, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
  ).not.toContain("Ann");
});

test("another salt gives another reference", () => {
  const other = `0x${"22".repeat(32)}` as const;
  expect(beneficiaryReference({ text: "Ann", salt })).not.toBe(beneficiaryReference({ text: "Ann", salt: other }));
});

test("the record to keep proves the reference", () => {
  const record = JSON.parse(beneficiaryDocument({ text: "Ann", salt }, "7")) as Record<string, string>;
  expect(record["reference"]).toBe(beneficiaryReference({ text: record["text"] ?? "", salt }));
  expect(record["retirement"]).toBe("7");
});

test("fields left empty are left out", () => {
  expect(readRetireForm(fields({}), context).summary).toEqual({
    account,
    batchId: 5n,
    units: 1_000n,
    purpose: "VOLUNTARY",
  });
});

test.each([
  [{ batchId: "" }, "batchId"],
  [{ quantity: "0" }, "quantity"],
  [{ quantity: "2.501" }, "quantity"],
  [{ quantity: "1.5", unit: "KG" }, "quantity"],
  [{ beneficiary: "bob" }, "beneficiary"],
  [{ country: "Kenya" }, "country"],
  [{ periodStart: "2025-01-01" }, "periodEnd"],
  [{ periodStart: "2025-12-31", periodEnd: "2025-01-01" }, "periodEnd"],
  [{ statement: "\u00e9".repeat(129) }, "statement"],
] as const)("refuses %j and names %s", (change, field) => {
  const { summary, errors } = readRetireForm(fields(change), context);
  expect(summary).toBeNull();
  expect(Object.keys(errors)).toEqual([field]);
});

test("the whole balance is written without loss", () => {
  expect(quantityText(2_500n, "TONNES")).toBe("2.5");
  expect(quantityText(2_000n, "TONNES")).toBe("2");
  expect(quantityText(2_501n, "KG")).toBe("2501");
});
