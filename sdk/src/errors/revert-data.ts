import { isHex } from "viem";
import type { Hex } from "viem";

/** Where clients hide the revert data: viem (`raw`, `data`, `cause`), JSON-RPC (`error.data`), ethers (`info`). */
const CARRIERS = ["raw", "data", "cause", "error", "info"] as const;
const MAX_DEPTH = 12;

/** The revert data inside an error of viem, wagmi, ethers or JSON-RPC, or undefined when it carries none. */
export function findRevertData(error: unknown, depth = 0): Hex | undefined {
  if (depth > MAX_DEPTH || error === null || error === undefined) return undefined;
  if (typeof error === "string") return isRevertData(error) ? error : undefined;
  if (typeof error !== "object") return undefined;
  const carrier = error as Readonly<Record<string, unknown>>;
  for (const key of CARRIERS) {
    const found = findRevertData(carrier[key], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRevertData(text: string): text is Hex {
  return isHex(text) && (text === "0x" || (text.length >= 10 && text.length % 2 === 0));
}
