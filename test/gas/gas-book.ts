import hre from "hardhat";
import type { Abi, Address, Hex } from "viem";
import { decodeEventLog, encodeFunctionData, toFunctionSelector } from "viem";
import { UNBOUNDED_RULES, carbonCreditsAbi, exchangeAbi } from "@carbonxchange/sdk";
import { deployModules, type ModularContract } from "../../deploy/contracts/module-chain.ts";

export const BID = 0;
export const ASK = 1;
type Side = typeof BID | typeof ASK;

const MARKET = 1;
const BASE = 1;
const QUOTE = 2;
const BATCH = (1n << 128n) | 1n;
const LIMIT_GTC = 0;
const MARKET_ORDER = 4;
const TAKER = 30;
const ACCOUNTS = 31;
const VERIFIER_ROLE = 2n;
/** Every band is set, as on a market in use, and none is ever met. */
const RULES = {
  ...UNBOUNDED_RULES,
  dynamicBandBps: 60_000,
  staticBandBps: 60_000,
  moveCapBps: 60_000,
  triggerBandBps: 500,
  staticTicks: 30_000,
} as const;
const ATTEST_SELECTOR = toFunctionSelector("attest(uint256,bytes32)");

/** A market with funded, eligible accounts on an in-process chain; every call is a transaction of its own. */
export interface GasBook {
  /** Receipt gas of a GTC order by account `maker`. */
  place(maker: number, side: Side, ticks: number, lots: bigint): Promise<bigint>;
  /** The same, for its order id. */
  placeForId(maker: number, side: Side, ticks: number, lots: bigint): Promise<bigint>;
  /** Places one order per tick in one transaction; answers the ids. */
  placeMany(maker: number, side: Side, ticks: readonly number[]): Promise<readonly bigint[]>;
  /** Places one order per tick in one transaction; answers its receipt gas. */
  placeManyGas(maker: number, side: Side, ticks: readonly number[]): Promise<bigint>;
  /** Receipt gas of one cancel. */
  cancel(maker: number, id: bigint): Promise<bigint>;
  cancelMany(maker: number, ids: readonly bigint[]): Promise<void>;
  /** Receipt gas of a market order by the taker, which must fill wholly. */
  take(side: Side, worstTicks: number, lots: bigint): Promise<bigint>;
}

interface Contract {
  readonly address: Address;
  readonly abi: Abi;
}

/** Deploys the exchange behind its proxy with the real gate and quote token, and opens one market with a first trade. */
export async function createGasBook(): Promise<GasBook> {
  const { viem } = await hre.network.create({
    network: "default",
    override: { accounts: { count: ACCOUNTS + 1 } },
  });
  const client = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const [deployer] = wallets;
  if (deployer === undefined) throw new Error("the chain has no accounts");

  async function send(from: number, to: Address, data: Hex) {
    const wallet = wallets[from];
    if (wallet === undefined) throw new RangeError(`no account ${from}`);
    const hash = await wallet.sendTransaction({ to, data });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`transaction to ${to} reverted`);
    return receipt;
  }
  const call = (from: number, to: Contract, functionName: string, args: readonly unknown[]) =>
    send(from, to.address, encodeFunctionData({ abi: to.abi, functionName, args }));

  const deploy = async (name: string, args: readonly unknown[] = []): Promise<Contract> => {
    const { abi, bytecode } = await hre.artifacts.readArtifact(name);
    const hash = await deployer.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, args });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error(`${name} was not deployed`);
    return { address: contractAddress, abi: abi as Abi };
  };
  async function deployProxy(
    name: string,
    args: readonly unknown[],
    constructorArgs: readonly unknown[] = [],
  ): Promise<Contract> {
    const { address, abi } = await deploy(name, constructorArgs);
    const data = encodeFunctionData({ abi, functionName: "initialize", args });
    const proxy = await deploy("@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol:ERC1967Proxy", [address, data]);
    return { address: proxy.address, abi };
  }

  const admin = deployer.account.address;
  const manager = await deploy("@openzeppelin/contracts/access/manager/AccessManager.sol:AccessManager", [admin]);
  const gate = await deployProxy("contracts/compliance/ComplianceGate.sol:ComplianceGate", [
    manager.address,
    "0x0000000000000000000000000000000000000000",
  ]);
  const quote = await deploy("contracts/mocks/TestQuoteToken.sol:TestQuoteToken");
  const modulesOf = (contract: ModularContract) =>
    deployModules(
      contract,
      async (name, source, args) => (await deploy(source.replace(`/${name}`, `:${name}`), args)).address,
    );
  const { address: creditsAddress } = await deployProxy(
    "contracts/registry/CarbonCredits.sol:CarbonCredits",
    [manager.address, gate.address, ""],
    [await modulesOf("carbonCredits")],
  );
  const credits: Contract = { address: creditsAddress, abi: carbonCreditsAbi };
  const { address: exchangeAddress } = await deployProxy(
    "contracts/exchange/Exchange.sol:Exchange",
    [manager.address, gate.address, credits.address],
    [await modulesOf("exchange")],
  );
  const exchange: Contract = { address: exchangeAddress, abi: exchangeAbi };
  await call(0, gate, "setListener", [exchange.address]);
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

  const inAYear = (await client.getBlock()).timestamp + 365n * 86_400n;
  await issueCredits();
  for (let account = 1; account < ACCOUNTS; account++) {
    const address = wallets[account]?.account.address;
    await call(0, gate, "setEligibility", [address, 1, "0x4445", inAYear, `0x${"00".repeat(32)}`]);
    await call(0, quote, "mint", [address, 10_000_000_000_000n]);
    await call(0, credits, "safeTransferFrom", [admin, address, BATCH, 1_000_000_000n, "0x"]);
    await call(account, quote, "approve", [exchange.address, 2n ** 256n - 1n]);
    await call(account, credits, "setApprovalForAll", [exchange.address, true]);
    await call(account, exchange, "deposit", [QUOTE, 10_000_000_000_000n]);
    await call(account, exchange, "depositCredits", [BASE, 1_000_000_000n]);
  }

  /** Issues one batch of 31 million tonnes to the administrator, attested by account 1. */
  async function issueCredits(): Promise<void> {
    const reportHash = `0x${"11".repeat(32)}` as const;
    await call(0, manager, "setTargetFunctionRole", [credits.address, [ATTEST_SELECTOR], VERIFIER_ROLE]);
    await call(0, manager, "grantRole", [VERIFIER_ROLE, wallets[1]?.account.address, 0]);
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
        recipient: admin,
        reportHash,
        bufferBps: 0,
        monitoringStart: 0,
        monitoringEnd: 0,
        methodology: "",
        conversionRef: `0x${"00".repeat(32)}`,
      },
    ]);
    await call(1, credits, "attest", [1n, reportHash]);
    await call(0, credits, "issue", [1n]);
  }

  const request = (side: Side, ticks: number, lots: bigint, orderType = LIMIT_GTC) => ({
    marketId: MARKET,
    side,
    orderType,
    priceTicks: ticks,
    lots: Number(lots),
    minFillLots: orderType === MARKET_ORDER ? Number(lots) : 0,
    expiry: 0,
    maxFills: 100,
    clientId: 1n,
    selfTrade: 0,
    displayLots: 0,
  });
  const place = (maker: number, side: Side, ticks: number, lots: bigint) =>
    call(maker, exchange, "place", [request(side, ticks, lots)]);
  const placeMany = (maker: number, side: Side, ticks: readonly number[]) =>
    call(maker, exchange, "placeBatch", [ticks.map((tick) => request(side, tick, 5n))]);

  function orderIds(receipt: Awaited<ReturnType<typeof send>>): bigint[] {
    return receipt.logs.map((log) => {
      const event = decodeEventLog({ abi: exchange.abi, data: log.data, topics: log.topics });
      const { orderId } = event.args as unknown as { orderId?: bigint };
      if (orderId === undefined) throw new Error(`${event.eventName} carries no order id`);
      return orderId;
    });
  }

  const book: GasBook = {
    place: async (...order) => (await place(...order)).gasUsed,
    async placeForId(...order) {
      const [id] = orderIds(await place(...order));
      if (id === undefined) throw new Error("nothing was placed");
      return id;
    },
    placeMany: async (...orders) => orderIds(await placeMany(...orders)),
    placeManyGas: async (...orders) => (await placeMany(...orders)).gasUsed,
    cancel: async (maker, id) => (await call(maker, exchange, "cancel", [id])).gasUsed,
    async cancelMany(maker, ids) {
      await call(maker, exchange, "cancelBatch", [ids]);
    },
    take: async (side, ticks, lots) =>
      (await call(TAKER, exchange, "place", [request(side, ticks, lots, MARKET_ORDER)])).gasUsed,
  };
  // a first trade makes the fee account non-zero, as it is in use
  await book.place(1, BID, 50_000, 1n);
  await book.take(ASK, 50_000, 1n);
  return book;
}
