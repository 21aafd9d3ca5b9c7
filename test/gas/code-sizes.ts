import hre from "hardhat";
import type { FigureRecord } from "./record.ts";

/** Most bytes of code that a contract may have (EIP-170). */
export const CODE_CAP = 24_576;

const MOCKS = "contracts/mocks/";

/**
 * Bytes of code of every contract that is deployed, by name; the contracts must be compiled. A library without an external
 * function is compiled into those that use it.
 */
export async function codeSizes(): Promise<FigureRecord> {
  const sizes: Record<string, number> = {};
  for (const fullName of [...(await hre.artifacts.getAllFullyQualifiedNames())].sort()) {
    if (!fullName.startsWith("contracts/") || fullName.startsWith(MOCKS)) continue;
    const { abi, contractName, deployedBytecode } = await hre.artifacts.readArtifact(fullName);
    const bytes = (deployedBytecode.length - 2) / 2;
    if (bytes > 0 && abi.some(({ type }) => type === "function")) sizes[contractName] = bytes;
  }
  return sizes;
}
