import { keccak256, toRlp } from "viem";
import type { Hex, RpcBlock } from "viem";

/** The fields of a header in the order in which it is hashed; the later ones are absent on older chains. */
const FIELDS = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "extraData",
  "mixHash",
  "nonce",
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
] as const;
/** Fields that are numbers: without leading zeros, zero as nothing. */
const NUMBERS = new Set<string>([
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "baseFeePerGas",
  "blobGasUsed",
  "excessBlobGas",
]);

function compact(quantity: Hex): Hex {
  const digits = quantity.slice(2).replace(/^0+/, "");
  return digits === "" ? "0x" : `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

/**
 * A block's header in RLP, as `CompletenessLedger.post` takes it, from what `eth_getBlockByNumber` answers. Throws `RangeError` when
 * it does not hash to the block: the chain then has fields that are not known here.
 */
export function encodeBlockHeader(block: RpcBlock): Hex {
  const values = block as unknown as Readonly<Record<string, Hex | null | undefined>>;
  const fields: Hex[] = [];
  for (const name of FIELDS) {
    const value = values[name];
    if (value === undefined || value === null) break;
    fields.push(NUMBERS.has(name) ? compact(value) : value);
  }
  const header = toRlp(fields);
  if (keccak256(header) !== block.hash) throw new RangeError(`the header of block ${block.number} has unknown fields`);
  return header;
}
