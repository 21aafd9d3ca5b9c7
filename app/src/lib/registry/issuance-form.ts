import { parseSerial, type IssuanceInput, type SerialBlock } from "@carbonxchange/sdk";
import { isAddress, isHex, size, type Address, type Hex } from "viem";
import { parseUtcDay, utcDay } from "../format/dates.ts";

export type IssuanceFields = Record<
  | "projectId"
  | "serial"
  | "namespace"
  | "blockStart"
  | "blockEnd"
  | "vintageStart"
  | "vintageEnd"
  | "recipient"
  | "reportHash",
  string
>;
export type IssuanceErrors = Partial<Record<keyof IssuanceFields, string>>;
export type IssuanceForm = { summary: (IssuanceInput & { tonnes: bigint }) | null; errors: IssuanceErrors };

export const BLANK_ISSUANCE: IssuanceFields = {
  projectId: "",
  serial: "",
  namespace: "",
  blockStart: "",
  blockEnd: "",
  vintageStart: "",
  vintageEnd: "",
  recipient: "",
  reportHash: "",
};

const MAX_SERIAL = (1n << 40n) - 1n;

/** The fields that a pasted serial says by itself, and the block it was read as; or why it cannot be read. */
export function fieldsOfSerial(
  text: string,
): { ok: true; block: SerialBlock; fields: Partial<IssuanceFields> } | { ok: false; error: string } {
  const parsed = parseSerial(text);
  if (!parsed.ok) return { ok: false, error: parsed.error };
  const { namespace, blockStart, blockEnd, vintageStart, vintageEnd } = parsed.value;
  const fields: Partial<IssuanceFields> = {
    namespace,
    blockStart: blockStart.toString(),
    blockEnd: blockEnd.toString(),
  };
  if (vintageStart !== null) fields.vintageStart = utcDay(vintageStart);
  if (vintageEnd !== null) fields.vintageEnd = utcDay(vintageEnd);
  return { ok: true, block: parsed.value, fields };
}

function readSerialNumber(text: string): bigint | null {
  if (!/^\d{1,13}$/.test(text.trim())) return null;
  const value = BigInt(text.trim());
  return value <= MAX_SERIAL ? value : null;
}

/** Whether a text is a 32-byte hash that is not zero. */
export function isReportHash(text: string): text is Hex {
  return isHex(text) && size(text) === 32 && BigInt(text) !== 0n;
}

/** Reads the form of a proposal. */
export function readIssuanceForm(fields: IssuanceFields): IssuanceForm {
  const errors: IssuanceErrors = {};
  if (!/^[1-9]\d*$/.test(fields.projectId)) errors.projectId = "Choose the project.";
  const serialNamespace = fields.namespace.trim();
  if (serialNamespace === "")
    errors.namespace = "Paste a serial above, or give the fields it is made of but start and end.";
  const blockStart = readSerialNumber(fields.blockStart);
  const blockEnd = readSerialNumber(fields.blockEnd);
  if (blockStart === null) errors.blockStart = "A whole serial number.";
  if (blockEnd === null) errors.blockEnd = "A whole serial number.";
  if (blockStart !== null && blockEnd !== null && blockEnd < blockStart)
    errors.blockEnd = "The last serial is below the first.";
  const vintageStart = parseUtcDay(fields.vintageStart);
  const vintageEnd = parseUtcDay(fields.vintageEnd);
  if (vintageStart === null) errors.vintageStart = "A day, such as 2021-01-01.";
  if (vintageEnd === null) errors.vintageEnd = "A day, such as 2021-12-31.";
  if (vintageStart !== null && vintageEnd !== null && vintageEnd < vintageStart)
    errors.vintageEnd = "The vintage ends before it begins.";
  const recipient = fields.recipient.trim();
  if (!isAddress(recipient)) errors.recipient = "An account address: 0x and 40 hex digits.";
  const reportHash = fields.reportHash.trim();
  if (!isReportHash(reportHash)) errors.reportHash = "Choose the report file, or paste its 32-byte hash.";
  if (
    Object.keys(errors).length > 0 ||
    blockStart === null ||
    blockEnd === null ||
    vintageStart === null ||
    vintageEnd === null
  ) {
    return { summary: null, errors };
  }
  const summary = {
    projectId: BigInt(fields.projectId),
    serialNamespace,
    blockStart,
    blockEnd,
    vintageStart,
    vintageEnd,
    recipient: recipient as Address,
    reportHash: reportHash as Hex,
    tonnes: blockEnd - blockStart + 1n,
  };
  return { summary, errors };
}
