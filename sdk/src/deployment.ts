/** Where the contracts of one chain live; the content of deploy/deployments/<chainId>.json. */
export type DeployedContract = { address: `0x${string}`; startBlock: number };

export const CONTRACT_NAMES = [
  "accessManager",
  "timelock",
  "complianceGate",
  "sanctionsList",
  "carbonCredits",
  "retirementCertificate",
  "labelRegistry",
  "reversalBuffer",
  "carbonBasket",
  "exchange",
  "marketUpkeep",
  "completenessLedger",
  "auditAnchor",
  "walletRecovery",
  "separatedRoles",
  "quoteToken",
] as const;
export type ContractName = (typeof CONTRACT_NAMES)[number];

/** `genesisHash` names the chain the file was written for, so that a restarted local chain is noticed. */
export type Deployment = {
  chainId: number;
  name: string;
  genesisHash: `0x${string}`;
  contracts: Record<ContractName, DeployedContract>;
};
