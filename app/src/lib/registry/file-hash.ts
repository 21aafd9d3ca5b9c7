import { keccak256, type Hex } from "viem";

/** keccak-256 of a file's bytes, made in the browser: the report itself goes nowhere. */
export async function hashFile(file: Pick<Blob, "arrayBuffer">): Promise<Hex> {
  return keccak256(new Uint8Array(await file.arrayBuffer()));
}
