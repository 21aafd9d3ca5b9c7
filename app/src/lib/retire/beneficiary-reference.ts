import { concatHex, keccak256, stringToHex, type Hex } from "viem";

/** A private text with the random salt that keeps its hash from being guessed; both stay with the user. */
export type BeneficiaryRecord = { text: string; salt: Hex };

/** The reference that goes on chain: keccak-256 of the salt followed by the text in UTF-8, without outer spaces. */
export function beneficiaryReference({ text, salt }: BeneficiaryRecord): Hex {
  return keccak256(concatHex([salt, stringToHex(text.trim())]));
}

/** The record to keep off chain, as a small JSON document: with it the owner can show what the reference stands for. */
export function beneficiaryDocument(record: BeneficiaryRecord, retirement: string): string {
  const rule = "reference = keccak256(salt || utf8(text))";
  return `${JSON.stringify({ retirement, text: record.text.trim(), salt: record.salt, reference: beneficiaryReference(record), rule }, null, 2)}\n`;
}
