import { hash } from "../fixtures/builders.ts";
import type { Action } from "../../src/domain/index.ts";
import type { SignedTransaction } from "../../src/ports/index.ts";

/** A signed transaction of the in-memory chain; no actions stand for a cancellation. */
export type Pending = {
  raw: `0x${string}`;
  hash: `0x${string}`;
  signer: string;
  nonce: number;
  maxFee: bigint;
  actions: Action[];
};

type Fields = Pick<Pending, "signer" | "nonce" | "maxFee" | "actions">;

/** Bytes and hash of a transaction: the same for the same fields. */
export function signRaw(fields: Fields): SignedTransaction {
  const text = JSON.stringify(fields, (_, value: unknown) =>
    typeof value === "bigint" ? { big: value.toString() } : value,
  );
  const raw = `0x${Buffer.from(text).toString("hex")}` as const;
  return { raw, hash: hash(checksum(raw)) };
}

/** The transaction behind its bytes. */
export function parseRaw(raw: `0x${string}`): Pending {
  const fields = JSON.parse(Buffer.from(raw.slice(2), "hex").toString(), (_, value: unknown) =>
    typeof value === "object" && value !== null && "big" in value ? BigInt(String(value.big)) : value,
  ) as Fields;
  return { ...fields, raw, hash: hash(checksum(raw)) };
}

/** What identifies a list of calls, as calldata would. */
export function dataOf(actions: readonly Action[]): `0x${string}` {
  const calls = actions.map(({ works: _works, lane: _lane, ...call }) => call);
  const text = JSON.stringify(calls, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  return `0x${Buffer.from(text).toString("hex")}`;
}

/** FNV-1a over the text, wide enough for a test. */
function checksum(text: string): bigint {
  let sum = 14_695_981_039_346_656_037n;
  for (let index = 0; index < text.length; index++) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(text.charCodeAt(index))) * 1_099_511_628_211n);
  }
  return sum;
}
