import { CONTRACT_NAMES, UNBOUNDED_RULES, carbonCreditsAbi, encodeCountry, exchangeAbi } from "@carbonxchange/sdk";
import type { ContractName, DeployedContract } from "@carbonxchange/sdk";
import { toFunctionSelector, zeroAddress, zeroHash } from "viem";
import { deployModules, type ModularContract } from "../../deploy/contracts/module-chain.ts";
import { createLocalChain } from "./local-chain.ts";
import type { Deployed, LocalChain } from "./local-chain.ts";

export const ADMIN = 0;
export const VERIFIER = 5;
export const BASE = 1;
export const QUOTE = 2;
export const MARKET = 1;
export const BATCH = (1n << 128n) | 1n;
export const NAMESPACE = "VCS|19385|VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1";
export const BLOCK = { start: 941_467_007n, end: 941_477_006n } as const;
export const TERMS = {
  marketId: MARKET,
  base: BASE,
  quote: QUOTE,
  lotUnits: 1000n,
  tickSize: 10_000n,
  minLots: 2n,
  makerFeePips: 1000,
  takerFeePips: 2500,
} as const;

const VERIFIER_ROLE = 3n;
const A_YEAR = 365n * 86_400n;

/** The exchange with its real gate, registry, certificates and quote token, one issued batch and one open market. */
export type ExchangeRig = {
  chain: LocalChain;
  contracts: Record<"gate" | "credits" | "certificate" | "exchange" | "quote" | "labels", Deployed>;
  /** The addresses as SDK builders and the client take them. */
  deployment: { contracts: Record<ContractName, DeployedContract> };
  /** Records an account as eligible for a year. */
  admit: (account: number) => Promise<void>;
};

/** Deploys everything on a chain, in process unless stated; the administrator (account 0) holds the whole batch of 10,000 t. */
export async function createExchangeRig(open: () => Promise<LocalChain> = createLocalChain): Promise<ExchangeRig> {
  const chain = await open();
  const address = (index: number) => chain.wallets[index]?.account.address ?? zeroAddress;
  const manager = await chain.deploy("AccessManager", [address(ADMIN)]);
  const gate = await chain.deployProxy("ComplianceGate", [manager.address, zeroAddress]);
  const modulesOf = (contract: ModularContract) =>
    deployModules(contract, async (name, _, args) => (await chain.deploy(name, args)).address);
  const { address: creditsAddress } = await chain.deployProxy(
    "CarbonCredits",
    [manager.address, gate.address, ""],
    [await modulesOf("carbonCredits")],
  );
  const credits: Deployed = { address: creditsAddress, abi: carbonCreditsAbi };
  const certificate = await chain.deployProxy("RetirementCertificate", [manager.address, credits.address]);
  const { address: exchangeAddress } = await chain.deployProxy(
    "Exchange",
    [manager.address, gate.address, credits.address],
    [await modulesOf("exchange")],
  );
  const exchange: Deployed = { address: exchangeAddress, abi: exchangeAbi };
  const quote = await chain.deploy("TestQuoteToken");
  const labels = await chain.deployProxy("LabelRegistry", [manager.address, credits.address]);
  await chain.send(ADMIN, credits, "setCertificate", [certificate.address]);
  await chain.send(ADMIN, gate, "setListener", [exchange.address]);
  await chain.send(ADMIN, exchange, "setLabels", [labels.address]);

  const attest = toFunctionSelector("attest(uint256,bytes32)");
  await chain.send(ADMIN, manager, "setTargetFunctionRole", [credits.address, [attest], VERIFIER_ROLE]);
  await chain.send(ADMIN, manager, "grantRole", [VERIFIER_ROLE, address(VERIFIER), 0]);

  const byName: Partial<Record<ContractName, Deployed>> = {
    accessManager: manager,
    complianceGate: gate,
    carbonCredits: credits,
    retirementCertificate: certificate,
    exchange,
    quoteToken: quote,
    labelRegistry: labels,
  };
  const contracts = Object.fromEntries(
    CONTRACT_NAMES.map((name) => [name, { address: byName[name]?.address ?? zeroAddress, startBlock: 0 }]),
  ) as Record<ContractName, DeployedContract>;
  const admit = async (account: number) => {
    const { timestamp } = await chain.publicClient.getBlock();
    const args = [address(account), 1, encodeCountry("DE"), Number(timestamp + A_YEAR), zeroHash];
    await chain.send(ADMIN, gate, "setEligibility", args);
  };
  return {
    chain,
    contracts: { gate, credits, certificate, exchange, quote, labels },
    deployment: { contracts },
    admit,
  };
}

/** Issues the batch to the administrator and opens the market. */
export async function openMarket({ chain, contracts: { credits, exchange, quote } }: ExchangeRig): Promise<void> {
  const reportHash = `0x${"11".repeat(32)}` as const;
  await chain.send(ADMIN, credits, "registerProject", [
    {
      registryName: "Verra",
      nativeId: "VCS1340",
      name: "Example forest",
      methodology: "VM0015",
      country: encodeCountry("ET"),
      mechanism: 0,
    },
  ]);
  await chain.send(ADMIN, credits, "propose", [
    {
      projectId: 1n,
      serialNamespace: NAMESPACE,
      blockStart: Number(BLOCK.start),
      blockEnd: Number(BLOCK.end),
      vintageStart: Date.UTC(2020, 0, 1) / 1000,
      vintageEnd: Date.UTC(2020, 11, 31) / 1000,
      recipient: chain.wallets[ADMIN]?.account.address,
      reportHash,
      bufferBps: 0,
      monitoringStart: 0,
      monitoringEnd: 0,
      methodology: "",
      conversionRef: zeroHash,
    },
  ]);
  await chain.send(VERIFIER, credits, "attest", [1n, reportHash]);
  await chain.send(ADMIN, credits, "issue", [1n]);
  await chain.send(ADMIN, exchange, "listAsset", [credits.address, BATCH, true]);
  await chain.send(ADMIN, exchange, "listAsset", [quote.address, 0n, false]);
  const { lotUnits, tickSize, minLots, makerFeePips, takerFeePips } = TERMS;
  await chain.send(ADMIN, exchange, "createMarket", [
    {
      baseAsset: BASE,
      quoteAsset: QUOTE,
      lotUnits: Number(lotUnits),
      tickSize,
      minLots: Number(minLots),
      makerFeePips,
      takerFeePips,
      phase: 1,
    },
    UNBOUNDED_RULES,
  ]);
}

/** Admits an account and gives it a vault balance of both assets: quote base units and kg. */
export async function fund(rig: ExchangeRig, account: number, quoteUnits: bigint, kilograms: bigint): Promise<void> {
  const { chain, contracts } = rig;
  const address = chain.wallets[account]?.account.address;
  await rig.admit(account);
  await chain.send(account, contracts.quote, "mint", [address, quoteUnits]);
  await chain.send(account, contracts.quote, "approve", [contracts.exchange.address, quoteUnits]);
  await chain.send(account, contracts.exchange, "deposit", [QUOTE, quoteUnits]);
  const from = chain.wallets[ADMIN]?.account.address;
  await chain.send(ADMIN, contracts.credits, "safeTransferFrom", [from, address, BATCH, kilograms, "0x"]);
  await chain.send(account, contracts.credits, "safeTransferFrom", [
    address,
    contracts.exchange.address,
    BATCH,
    kilograms,
    "0x",
  ]);
}
