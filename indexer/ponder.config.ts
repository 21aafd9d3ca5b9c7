import { carbonCreditsAbi, complianceGateAbi, exchangeAbi } from "@carbonxchange/sdk";
import { loadDeployment } from "@carbonxchange/sdk/node";
import { createConfig } from "ponder";
import type { Hex } from "viem";
import { erc1155Abi, erc721Abi, parseAbi } from "viem";
import { limiterUrls, loadConfig } from "./config.ts";

const config = loadConfig();
const { contracts } = await loadDeployment({ dir: config.deploymentsDir, chainId: config.chainId });

/** Where a contract is; Ponder wants lower case. */
const at = (name: keyof typeof contracts) => ({
  chain: "chain" as const,
  address: contracts[name].address.toLowerCase() as Hex,
  startBlock: contracts[name].startBlock,
});

/** ERC-5192. */
const lockedAbi = parseAbi(["event Locked(uint256 tokenId)"]);

export default createConfig({
  database: { kind: "postgres", connectionString: config.databaseUrl },
  chains: {
    chain: {
      id: config.chainId,
      rpc: limiterUrls(config.rpcUrls),
      pollingInterval: config.pollingIntervalMs,
      disableCache: config.chainId === 31337,
    },
  },
  contracts: {
    Exchange: { ...at("exchange"), abi: exchangeAbi },
    CarbonCredits: { ...at("carbonCredits"), abi: carbonCreditsAbi },
    CreditTokens: { ...at("carbonCredits"), abi: erc1155Abi },
    Certificates: { ...at("retirementCertificate"), abi: [...erc721Abi, ...lockedAbi] as const },
    ComplianceGate: { ...at("complianceGate"), abi: complianceGateAbi },
  },
});
