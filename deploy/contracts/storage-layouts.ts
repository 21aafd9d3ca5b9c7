/**
 * The storage layout of every implementation that was deployed, kept beside the deployments file: what the next version
 * has to fit. Layouts come from the validations that OpenZeppelin's Hardhat plugin writes while compiling.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  assertStorageUpgradeSafe,
  assertUpgradeSafe,
  getStorageLayout,
  getVersion,
  withValidationDefaults,
  type StorageLayout,
  type ValidationOptions,
  type ValidationData,
} from "@openzeppelin/upgrades-core";
import { getAddress, keccak256, type Address, type Hex } from "viem";
import { PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";
import { initCode, type Artifact } from "./artifact.ts";

/** What the compiler said of every contract of its last runs; throws NO_ARTIFACT before the first. */
export function readValidations(file = join(PROJECT_ROOT, "cache/validations.json")): ValidationData {
  if (!existsSync(file)) throw new DeployError("NO_ARTIFACT", "cache/validations.json");
  return JSON.parse(readFileSync(file, "utf8")) as ValidationData;
}

/** The layout of one compiled contract. Throws UNSAFE_UPGRADE when the compiler's notes do not know it. */
export function layoutOf(artifact: Artifact, validations: ValidationData): StorageLayout {
  try {
    return getStorageLayout(validations, getVersion(artifact.bytecode));
  } catch (cause) {
    throw new DeployError("UNSAFE_UPGRADE", `${artifact.source}: ${message(cause)}`, { cause });
  }
}

const RULES: Record<"implementation" | "module", ValidationOptions> = {
  implementation: { kind: "uups" },
  // a module's constructor only links the next one, in its code
  module: { kind: "transparent", unsafeAllow: ["constructor", "missing-initializer"] },
};

/**
 * Throws UNSAFE_UPGRADE when a contract does what a proxy's implementation must not (constructor state, selfdestruct ...).
 * @param part a module neither upgrades nor initialises: the implementation in front of it does, on the same storage.
 */
export function assertSafe(
  artifact: Artifact,
  validations: ValidationData,
  part: "implementation" | "module" = "implementation",
): void {
  try {
    assertUpgradeSafe(validations, getVersion(artifact.bytecode), RULES[part]);
  } catch (cause) {
    throw new DeployError("UNSAFE_UPGRADE", `${artifact.source}: ${message(cause)}`, { cause });
  }
}

/** Throws UNSAFE_UPGRADE unless every variable of `from` keeps its place and type in `to`. */
export function assertFits(name: string, from: StorageLayout, to: StorageLayout): void {
  try {
    assertStorageUpgradeSafe(from, to, withValidationDefaults({ kind: "uups" }));
  } catch (cause) {
    throw new DeployError("UNSAFE_UPGRADE", `${name}: ${message(cause)}`, { cause });
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/** One implementation: the hash of its bytecode with its constructor arguments, and its layout. */
export type LayoutRecord = { bytecodeHash: Hex; layout: StorageLayout };
export type LayoutBook = {
  get(implementation: Address): LayoutRecord | undefined;
  /** Where this very bytecode was deployed before, if it was. */
  find(bytecodeHash: Hex): Address | undefined;
  put(implementation: Address, record: LayoutRecord): void;
};

/** The layouts of one chain's implementations, in <folder>/<chainId>.layouts.json. */
export function openLayoutBook(folder: string, chainId: number): LayoutBook {
  const file = join(folder, `${chainId}.layouts.json`);
  const read = () =>
    existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<Address, LayoutRecord>) : {};
  return {
    get: (implementation) => read()[getAddress(implementation)],
    find: (bytecodeHash) =>
      (Object.entries(read()) as [Address, LayoutRecord][]).find(
        ([, record]) => record.bytecodeHash === bytecodeHash,
      )?.[0],
    put(implementation, record) {
      const temporary = `${file}.${process.pid}.tmp`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(temporary, `${JSON.stringify({ ...read(), [getAddress(implementation)]: record }, null, 1)}\n`);
      renameSync(temporary, file);
    },
  };
}

/** What the book keeps of one artifact as deployed with its constructor arguments. */
export function recordOf(artifact: Artifact, validations: ValidationData, args: readonly unknown[] = []): LayoutRecord {
  return { bytecodeHash: keccak256(initCode(artifact, args)), layout: layoutOf(artifact, validations) };
}
