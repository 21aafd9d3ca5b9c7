import { getAddress } from "viem";
import { CONTRACT_NAMES } from "../src/deployment.ts";
import type { ContractName, DeployedContract, Deployment } from "../src/deployment.ts";

/** A deployment with a different address for every contract: of decimal digits, which look the same in checksum form. */
export const sampleDeployment: Deployment = {
  chainId: 31337,
  name: "local",
  genesisHash: `0x${"ab".repeat(32)}`,
  contracts: Object.fromEntries(
    CONTRACT_NAMES.map((name, index) => [
      name,
      { address: getAddress(`0x${(index + 1).toString(16).padStart(40, "0")}`), startBlock: index },
    ]),
  ) as Record<ContractName, DeployedContract>,
};
