import { readFileSync } from "node:fs";
import { z } from "zod";
import { KeeperError } from "./errors.ts";

/** A private key in hexadecimal. */
export const privateKey = z.templateLiteral(
  ["0x", z.string().regex(/^[0-9a-fA-F]{64}$/)],
  "must be 0x and 64 hex digits",
);

/** One key for each file named, in their order. Throws BAD_CONFIG for one that is unreadable, no key, or there twice. */
export function readKeyFiles(files: string | undefined): [`0x${string}`, ...`0x${string}`[]] {
  const names = (files ?? "").split(",").map((name) => name.trim());
  const [first, ...others] = names.filter((name) => name !== "").map(readKeyFile);
  if (first === undefined) throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: names no file");
  if (new Set([first, ...others].map((key) => key.toLowerCase())).size <= others.length) {
    throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: names the same key twice");
  }
  return [first, ...others];
}

function readKeyFile(file: string): `0x${string}` {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new KeeperError("BAD_CONFIG", `KEEPER_PRIVATE_KEY_FILE: ${code}`);
  }
  const key = privateKey.safeParse(text);
  if (!key.success) throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: does not hold 0x and 64 hex digits");
  return key.data;
}
