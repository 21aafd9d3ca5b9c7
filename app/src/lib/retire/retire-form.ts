import {
  MAX_STATEMENT_BYTES,
  parseTonnes,
  UNITS_PER_TONNE,
  type Purpose,
  type RetirementInput,
} from "@carbonxchange/sdk";
import { isAddress, type Address, type Hex } from "viem";
import { parseUtcDay } from "../format/dates.ts";
import { tonnes } from "../format/numbers.ts";
import { beneficiaryReference } from "./beneficiary-reference.ts";

export type RetireUnit = "TONNES" | "KG";
export type RetireFields = {
  batchId: string;
  quantity: string;
  unit: RetireUnit;
  beneficiary: string;
  privateText: string;
  purpose: Purpose;
  country: string;
  periodStart: string;
  periodEnd: string;
  statement: string;
};
export type RetireErrors = Partial<Record<keyof RetireFields, string>>;
export type RetireForm = { summary: RetirementInput | null; errors: RetireErrors };
export type RetireContext = { account: Address | undefined; walletUnits: bigint | null; salt: Hex };

export const BLANK_RETIREMENT: RetireFields = {
  batchId: "",
  quantity: "",
  unit: "TONNES",
  beneficiary: "",
  privateText: "",
  purpose: "VOLUNTARY",
  country: "",
  periodStart: "",
  periodEnd: "",
  statement: "",
};

function readUnits({ quantity, unit }: RetireFields): { units: bigint; error?: string } {
  if (unit === "KG") {
    if (!/^\d{1,18}$/.test(quantity.trim())) return { units: 0n, error: "Kilograms are whole numbers." };
    return { units: BigInt(quantity.trim()) };
  }
  const units = parseTonnes(quantity);
  return units.ok ? { units: units.value } : { units: 0n, error: `Quantity: ${units.error}.` };
}

function readPeriod({ periodStart, periodEnd }: RetireFields): { start?: number; end?: number; errors: RetireErrors } {
  if (periodStart === "" && periodEnd === "") return { errors: {} };
  const [start, end] = [parseUtcDay(periodStart), parseUtcDay(periodEnd)];
  if (start === null) return { errors: { periodStart: "Give both days of the period, or none." } };
  if (end === null) return { errors: { periodEnd: "Give both days of the period, or none." } };
  if (end < start) return { errors: { periodEnd: "The period ends before it begins." } };
  return { start, end, errors: {} };
}

/** Reads the retirement form. A private text never appears in the summary, only its salted hash. */
export function readRetireForm(fields: RetireFields, { account, walletUnits, salt }: RetireContext): RetireForm {
  const errors: RetireErrors = {};
  if (!/^[1-9]\d*$/.test(fields.batchId)) errors.batchId = "Choose the batch to retire from.";
  const { units, error } = readUnits(fields);
  if (error) errors.quantity = error;
  else if (units === 0n) errors.quantity = "Retire at least 1 kg.";
  else if (walletUnits !== null && units > walletUnits)
    errors.quantity = `Your wallet holds ${tonnes(walletUnits)} t of this batch.`;
  const beneficiary = fields.beneficiary.trim();
  if (beneficiary !== "" && !isAddress(beneficiary))
    errors.beneficiary = "An account address, or leave it empty for your own.";
  const country = fields.country.trim().toUpperCase();
  if (country !== "" && !/^[A-Z]{2}$/.test(country)) errors.country = "Two letters, such as KE, or leave it empty.";
  const period = readPeriod(fields);
  Object.assign(errors, period.errors);
  const statement = fields.statement.trim();
  const bytes = new TextEncoder().encode(statement).length;
  if (bytes > MAX_STATEMENT_BYTES) errors.statement = `${bytes} bytes are too many: at most ${MAX_STATEMENT_BYTES}.`;
  if (Object.keys(errors).length > 0 || !account) return { summary: null, errors };

  const summary: RetirementInput = { account, batchId: BigInt(fields.batchId), units, purpose: fields.purpose };
  if (isAddress(beneficiary)) summary.beneficiary = beneficiary;
  if (fields.privateText.trim() !== "")
    summary.beneficiaryRef = beneficiaryReference({ text: fields.privateText, salt });
  if (country !== "") summary.consumptionCountry = country;
  if (period.start !== undefined && period.end !== undefined) {
    summary.periodStart = period.start;
    summary.periodEnd = period.end;
  }
  if (statement !== "") summary.statement = statement;
  return { summary, errors };
}

/** Units as the quantity field would write them. */
export function quantityText(units: bigint, unit: RetireUnit): string {
  if (unit === "KG") return units.toString();
  const rest = (units % UNITS_PER_TONNE).toString().padStart(3, "0").replace(/0+$/, "");
  return `${units / UNITS_PER_TONNE}${rest === "" ? "" : `.${rest}`}`;
}
