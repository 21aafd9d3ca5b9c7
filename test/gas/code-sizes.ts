import hre from "hardhat";
import type { FigureRecord } from "./record.ts";

/** Most bytes of code that a contract may have (EIP-170). */
export const CODE_CAP = 24_576;

/** Of these nothing is deployed on its own: mocks stand in tests only, libraries are compiled in. */
const NOT_DEPLOYED = ["contracts/mocks/", "contracts/libraries/"];

/** Bytes of code of every contract that is deployed, by name; the contracts must be compiled. */
export async function codeSizes(): Promise<FigureRecord> {
  const sizes: Record<string, number> = {};
  for (const fullName of [...(await hre.artifacts.getAllFullyQualifiedNames())].sort()) {
    if (!fullName.startsWith("contracts/") || NOT_DEPLOYED.some((folder) => fullName.startsWith(folder))) continue;
    const { contractName, deployedBytecode } = await hre.artifacts.readArtifact(fullName);
    const bytes = (deployedBytecode.length - 2) / 2;
    if (bytes > 0) sizes[contractName] = bytes;
  }
  return sizes;
}
