import { keccak256, toHex, zeroHash } from "viem";
import { expect, test } from "vitest";
import { readAttestForm } from "./attest-form.ts";
import { hashFile } from "./file-hash.ts";
import { BLANK_ISSUANCE, fieldsOfSerial, readIssuanceForm } from "./issuance-form.ts";
import { BLANK_PROJECT, readProjectForm } from "./project-form.ts";

const hash = keccak256(toHex("report"));
const good = {
  ...BLANK_ISSUANCE,
  projectId: "3",
  namespace: "VCS|1234",
  blockStart: "1001",
  blockEnd: "1500",
  vintageStart: "2021-01-01",
  vintageEnd: "2021-12-31",
  recipient: "0x00000000000000000000000000000000000000a1",
  reportHash: hash,
};

test("a complete proposal is read with its tonnes", () => {
  const { summary, errors } = readIssuanceForm(good);
  expect(errors).toEqual({});
  expect(summary).toMatchObject({
    projectId: 3n,
    blockStart: 1001n,
    blockEnd: 1500n,
    tonnes: 500n,
    vintageStart: 1_609_459_200,
  });
});

test.each([
  [{ projectId: "" }, "projectId"],
  [{ namespace: " " }, "namespace"],
  [{ blockStart: "12a" }, "blockStart"],
  [{ blockStart: `${1n << 40n}` }, "blockStart"],
  [{ blockEnd: "1000" }, "blockEnd"],
  [{ vintageStart: "2021-02-30" }, "vintageStart"],
  [{ vintageEnd: "2020-12-31" }, "vintageEnd"],
  [{ recipient: "0x12" }, "recipient"],
  [{ reportHash: "0x12" }, "reportHash"],
  [{ reportHash: zeroHash }, "reportHash"],
] as const)("refuses %j and names %s", (change, field) => {
  const { summary, errors } = readIssuanceForm({ ...good, ...change });
  expect(summary).toBeNull();
  expect(Object.keys(errors)).toContain(field);
});

test("a pasted Verra serial fills in block and vintage", () => {
  const read = fieldsOfSerial("13861-531686655-531686669-VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1");
  expect(read.ok && read.block.projectNativeId).toBe("VCS2348");
  expect(read.ok && read.fields).toMatchObject({
    blockStart: "531686655",
    blockEnd: "531686669",
    vintageStart: "2021-01-01",
    vintageEnd: "2021-11-30",
  });
});

test("a text that is no serial is refused with a reason", () => {
  expect(fieldsOfSerial("hello")).toMatchObject({ ok: false });
});

test("a verifier confirms the very report that was proposed", () => {
  expect(readAttestForm("", hash)).toEqual({ summary: null, problem: undefined });
  expect(readAttestForm("0x12", hash).problem).toMatch(/64 hex digits/);
  expect(readAttestForm(keccak256(toHex("other")), hash).problem).toMatch(/not the report/);
  expect(readAttestForm(hash.toUpperCase().replace("0X", "0x"), hash).summary).toBe(hash);
});

test("a file's hash is the keccak-256 of its bytes", async () => {
  const bytes = new TextEncoder().encode("report");
  expect(await hashFile({ arrayBuffer: () => Promise.resolve(bytes.buffer) })).toBe(hash);
});

test("a project needs its texts, a country and to be new", () => {
  const project = { ...BLANK_PROJECT, nativeId: "VCS1", name: "A", methodology: "M", country: "ke" };
  expect(readProjectForm(project, []).summary).toMatchObject({ country: "KE" });
  expect(readProjectForm({ ...project, country: "KEN" }, []).errors.country).toBeDefined();
  expect(readProjectForm(project, [{ registryName: "Verra", nativeId: "VCS1" }]).errors.nativeId).toMatch(/already/);
  expect(Object.keys(readProjectForm(BLANK_PROJECT, []).errors)).toEqual([
    "nativeId",
    "name",
    "methodology",
    "country",
  ]);
});
