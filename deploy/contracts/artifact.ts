/** Compiled contracts as Hardhat leaves them under artifacts/. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeDeployData, type Abi, type Hex } from "viem";
import { carbonCreditsAbi, exchangeAbi, type ContractName } from "@carbonxchange/sdk";
import { PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";

/** Places in the bytecode, in bytes, that wait for a library's address: file -> library -> places. */
type LinkReferences = Record<string, Record<string, readonly { start: number; length: number }[]>>;

export type Artifact = { source: string; abi: Abi; bytecode: Hex; linkReferences: LinkReferences };
export type ReadArtifact = (source: string) => Artifact;

/** The sources of everything the deployment knows: file and contract, as in artifacts/. */
export const ARTIFACTS = {
  accessManager: "@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager",
  timelock: "@openzeppelin/contracts/governance/TimelockController.sol/TimelockController",
  proxy: "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol/ERC1967Proxy",
  sanctionsList: "contracts/compliance/SanctionsList.sol/SanctionsList",
  complianceGate: "contracts/compliance/ComplianceGate.sol/ComplianceGate",
  carbonCredits: "contracts/registry/CarbonCredits.sol/CarbonCredits",
  retirementCertificate: "contracts/registry/RetirementCertificate.sol/RetirementCertificate",
  labelRegistry: "contracts/labels/LabelRegistry.sol/LabelRegistry",
  reversalBuffer: "contracts/buffer/ReversalBuffer.sol/ReversalBuffer",
  carbonBasket: "contracts/baskets/CarbonBasket.sol/CarbonBasket",
  exchange: "contracts/exchange/Exchange.sol/Exchange",
  marketUpkeep: "contracts/periphery/MarketUpkeep.sol/MarketUpkeep",
  completenessLedger: "contracts/governance/CompletenessLedger.sol/CompletenessLedger",
  auditAnchor: "contracts/governance/AuditAnchor.sol/AuditAnchor",
  separatedRoles: "contracts/governance/SeparatedRoles.sol/SeparatedRoles",
  walletRecovery: "contracts/governance/WalletRecovery.sol/WalletRecovery",
  quoteToken: "contracts/mocks/TestQuoteToken.sol/TestQuoteToken",
} as const;

/** The ABI of everything that a deployed contract answers to, with all its modules. */
export function deployedAbi(contract: ContractName, readArtifact: ReadArtifact): Abi {
  if (contract === "exchange") return exchangeAbi;
  return contract === "carbonCredits" ? carbonCreditsAbi : readArtifact(ARTIFACTS[contract]).abi;
}

/** What creates a contract that links no library: bytecode and constructor arguments. */
export function initCode(artifact: Artifact, args: readonly unknown[]): Hex {
  return encodeDeployData({ abi: artifact.abi, bytecode: artifact.bytecode, args: [...args] });
}

/** Reads artifacts from a folder; throws NO_ARTIFACT naming the contract that is not compiled. */
export function createArtifactReader(folder = join(PROJECT_ROOT, "artifacts")): ReadArtifact {
  return (source) => {
    const file = join(folder, `${source}.json`);
    if (!existsSync(file)) throw new DeployError("NO_ARTIFACT", source);
    const { abi, bytecode, linkReferences } = JSON.parse(readFileSync(file, "utf8")) as Artifact;
    return { source, abi, bytecode, linkReferences };
  };
}

/** The libraries an artifact links, as `file/Name`. */
export function librariesOf(artifact: Artifact): string[] {
  return Object.entries(artifact.linkReferences).flatMap(([file, names]) =>
    Object.keys(names).map((name) => `${file.replace(/^project\//, "")}/${name}`),
  );
}

/** The bytecode with every library's address put in its place. */
export function linkBytecode(artifact: Artifact, addressOf: (library: string) => Hex): Hex {
  let code = artifact.bytecode.slice(2);
  for (const [file, names] of Object.entries(artifact.linkReferences)) {
    for (const [name, places] of Object.entries(names)) {
      const address = addressOf(`${file.replace(/^project\//, "")}/${name}`)
        .slice(2)
        .toLowerCase();
      for (const { start, length } of places) {
        code = code.slice(0, start * 2) + address.padStart(length * 2, "0") + code.slice((start + length) * 2);
      }
    }
  }
  return `0x${code}`;
}
