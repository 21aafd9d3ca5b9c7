import hre from "hardhat";
import type { Abi, Address, Hex, TransactionReceipt } from "viem";
import { encodeFunctionData } from "viem";

/** When the first block is mined, and the seconds from one transaction to the next: with them every run measures the same. */
const START = new Date("2026-01-01T00:00:00Z");
const SECONDS_APART = 2n;

const PROXY = "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol:ERC1967Proxy";

/** A deployed contract with its ABI. */
export interface Contract {
  readonly address: Address;
  readonly abi: Abi;
}

/** An in-process chain on which every call is a transaction and a block of its own, at times that do not depend on the clock. */
export interface GasChain {
  readonly accounts: readonly Address[];
  /** Sends one call from an account, by index; it must succeed. */
  call: (from: number, to: Contract, functionName: string, args: readonly unknown[]) => Promise<TransactionReceipt>;
  /** Deploys a compiled contract from account 0. */
  deploy: (name: string, args?: readonly unknown[]) => Promise<Contract>;
  /** Deploys an implementation and an ERC-1967 proxy that calls its initialiser; the ABI is the implementation's. */
  deployProxy: (
    name: string,
    initialiserArgs: readonly unknown[],
    constructorArgs?: readonly unknown[],
  ) => Promise<Contract>;
  /** Writes a contract's storage without a transaction. */
  store: (address: Address, slot: Hex, value: Hex) => Promise<void>;
  /** Time of the next block, unix seconds. */
  now: () => bigint;
  /** Lets time pass before the next block. */
  wait: (seconds: bigint) => void;
}

/** Creates the chain. The contracts must be compiled. */
export async function createGasChain(accountCount: number): Promise<GasChain> {
  const { viem } = await hre.network.create({
    network: "default",
    override: { accounts: { count: accountCount }, initialDate: START },
  });
  const client = await viem.getPublicClient();
  const clock = await viem.getTestClient();
  const wallets = await viem.getWalletClients();
  let now = BigInt(START.getTime() / 1000) + SECONDS_APART;

  function walletOf(index: number) {
    const wallet = wallets[index];
    if (wallet === undefined) throw new RangeError(`no account ${index}`);
    return wallet;
  }

  /** Mines one transaction at its time. */
  async function mined(send: () => Promise<Hex>): Promise<TransactionReceipt> {
    await clock.setNextBlockTimestamp({ timestamp: now });
    const receipt = await client.waitForTransactionReceipt({ hash: await send() });
    if (receipt.status !== "success") throw new Error(`transaction ${receipt.transactionHash} reverted`);
    now += SECONDS_APART;
    return receipt;
  }

  async function deploy(name: string, args: readonly unknown[] = []): Promise<Contract> {
    const artifact = await hre.artifacts.readArtifact(name);
    const abi = artifact.abi as Abi;
    const { contractAddress } = await mined(() =>
      walletOf(0).deployContract({ abi, bytecode: artifact.bytecode as Hex, args }),
    );
    if (!contractAddress) throw new Error(`${name} was not deployed`);
    return { address: contractAddress, abi };
  }

  return {
    accounts: wallets.map(({ account }) => account.address),
    call: (from, to, functionName, args) => {
      const data = encodeFunctionData({ abi: to.abi, functionName, args });
      return mined(() => walletOf(from).sendTransaction({ to: to.address, data }));
    },
    deploy,
    async deployProxy(name, initialiserArgs, constructorArgs = []) {
      const { address, abi } = await deploy(name, constructorArgs);
      const data = encodeFunctionData({ abi, functionName: "initialize", args: initialiserArgs });
      const proxy = await deploy(PROXY, [address, data]);
      return { address: proxy.address, abi };
    },
    store: (address, index, value) => clock.setStorageAt({ address, index, value }),
    now: () => now,
    wait(seconds) {
      now += seconds;
    },
  };
}
