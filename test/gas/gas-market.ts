import { UNBOUNDED_RULES, carbonCreditsAbi, exchangeAbi } from "@carbonxchange/sdk";
import { toFunctionSelector, zeroAddress, zeroHash } from "viem";
import { deployModules } from "../../deploy/contracts/module-chain.ts";
import type { ModularContract } from "../../deploy/contracts/module-chain.ts";
import { createGasChain } from "./gas-chain.ts";
import type { Contract, GasChain } from "./gas-chain.ts";

export const MARKET = 1;
export const BASE = 1;
export const QUOTE = 2;
/** Accounts 1 to 30 trade; the last of them is the one that takes. Account 0 is the administrator. */
export const TRADERS = 30;

/** The one batch there is. */
export const BATCH = (1n << 128n) | 1n;
const VERIFIER_ROLE = 2n;
const A_YEAR = 365n * 86_400n;
const ATTEST_SELECTOR = toFunctionSelector("attest(uint256,bytes32)");
/** What every trader has, half of it deposited: quote base units and kilograms. */
const MONEY = 20_000_000_000_000n;
const UNITS = 1_000_000_000n;
/** Every band is set, as on a market in use, and none is ever met. */
const RULES = {
  ...UNBOUNDED_RULES,
  dynamicBandBps: 60_000,
  staticBandBps: 60_000,
  moveCapBps: 60_000,
  triggerBandBps: 500,
  staticTicks: 30_000,
} as const;

/** The exchange behind its proxy with the real gate, registry and quote token, one market, and funded, eligible traders. */
export interface GasMarket {
  readonly chain: GasChain;
  readonly exchange: Contract;
  readonly quote: Contract;
  readonly credits: Contract;
  readonly manager: Contract;
}

/** Deploys it all. No order has been placed. */
export async function createGasMarket(): Promise<GasMarket> {
  const chain = await createGasChain(TRADERS + 1);
  const { call, accounts } = chain;
  const [admin = zeroAddress] = accounts;
  const manager = await chain.deploy("@openzeppelin/contracts/access/manager/AccessManager.sol:AccessManager", [admin]);
  const gate = await chain.deployProxy("contracts/compliance/ComplianceGate.sol:ComplianceGate", [
    manager.address,
    zeroAddress,
  ]);
  const quote = await chain.deploy("contracts/mocks/TestQuoteToken.sol:TestQuoteToken");
  const modulesOf = (contract: ModularContract) =>
    deployModules(
      contract,
      async (name, source, args) => (await chain.deploy(source.replace(`.sol/${name}`, `.sol:${name}`), args)).address,
    );
  const registry = await chain.deployProxy(
    "contracts/registry/CarbonCredits.sol:CarbonCredits",
    [manager.address, gate.address, ""],
    [await modulesOf("carbonCredits")],
  );
  const credits: Contract = { address: registry.address, abi: carbonCreditsAbi };
  const singleton = await chain.deployProxy(
    "contracts/exchange/Exchange.sol:Exchange",
    [manager.address, gate.address, credits.address],
    [await modulesOf("exchange")],
  );
  const exchange: Contract = { address: singleton.address, abi: exchangeAbi };
  await call(0, gate, "setListener", [exchange.address]);
  await issueCredits(chain, manager, credits);
  await openMarket(chain, exchange, quote, credits);
  for (let account = 1; account <= TRADERS; account++) {
    await admit(chain, account, { gate, exchange, quote, credits });
  }
  return { chain, exchange, quote, credits, manager };
}

/** Issues one batch of 31 million tonnes to the administrator, attested by account 1. */
async function issueCredits({ call, accounts }: GasChain, manager: Contract, credits: Contract): Promise<void> {
  const reportHash = `0x${"11".repeat(32)}` as const;
  await call(0, manager, "setTargetFunctionRole", [credits.address, [ATTEST_SELECTOR], VERIFIER_ROLE]);
  await call(0, manager, "grantRole", [VERIFIER_ROLE, accounts[1], 0]);
  await call(0, credits, "registerProject", [
    {
      registryName: "Example Registry",
      nativeId: "EX1",
      name: "Example",
      methodology: "EX-1",
      country: "0x4445",
      mechanism: 0,
    },
  ]);
  await call(0, credits, "propose", [
    {
      projectId: 1n,
      serialNamespace: "EX|1",
      blockStart: 1,
      blockEnd: 31_000_000,
      vintageStart: 1_577_836_800,
      vintageEnd: 1_609_372_800,
      recipient: accounts[0],
      reportHash,
      bufferBps: 0,
      monitoringStart: 0,
      monitoringEnd: 0,
      methodology: "",
      conversionRef: zeroHash,
    },
  ]);
  await call(1, credits, "attest", [1n, reportHash]);
  await call(0, credits, "issue", [1n]);
}

async function openMarket({ call }: GasChain, exchange: Contract, quote: Contract, credits: Contract): Promise<void> {
  await call(0, exchange, "listAsset", [credits.address, BATCH, true]);
  await call(0, exchange, "listAsset", [quote.address, 0n, false]);
  await call(0, exchange, "createMarket", [
    {
      baseAsset: BASE,
      quoteAsset: QUOTE,
      lotUnits: 1000,
      tickSize: 10_000n,
      minLots: 1,
      makerFeePips: 1000,
      takerFeePips: 2500,
      phase: 1,
    },
    RULES,
  ]);
}

/** Makes an account eligible for a year and funds it, half in its wallet and half in the vault. */
async function admit(
  { call, accounts, now }: GasChain,
  account: number,
  { gate, exchange, quote, credits }: Record<"gate" | "exchange" | "quote" | "credits", Contract>,
): Promise<void> {
  const address = accounts[account];
  await call(0, gate, "setEligibility", [address, 1, "0x4445", now() + A_YEAR, zeroHash]);
  await call(0, quote, "mint", [address, MONEY]);
  await call(0, credits, "safeTransferFrom", [accounts[0], address, BATCH, UNITS, "0x"]);
  await call(account, quote, "approve", [exchange.address, 2n ** 256n - 1n]);
  await call(account, credits, "setApprovalForAll", [exchange.address, true]);
  await call(account, exchange, "deposit", [QUOTE, MONEY / 2n]);
  await call(account, exchange, "depositCredits", [BASE, UNITS / 2n]);
}
