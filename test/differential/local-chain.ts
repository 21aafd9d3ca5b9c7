import hre from "hardhat";
import type {
  Abi,
  Account,
  Address,
  Chain,
  Hex,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from "viem";
import { encodeFunctionData } from "viem";

/** A deployed contract with its ABI. */
export type Deployed = { address: Address; abi: Abi };

/** A wallet of the in-process chain. */
export type Wallet = WalletClient<Transport, Chain, Account>;

/** A fresh chain and the few things every test does on it. */
export type LocalChain = {
  publicClient: PublicClient;
  wallets: readonly Wallet[];
  /** Deploys a compiled contract from account 0. */
  deploy: (name: string, args?: readonly unknown[]) => Promise<Deployed>;
  /** Deploys an implementation and an ERC-1967 proxy that calls its initialiser; the ABI is the implementation's. */
  deployProxy: (name: string, args: readonly unknown[], constructorArgs?: readonly unknown[]) => Promise<Deployed>;
  /** Sends one call and requires that it succeeds. */
  send: (from: number, to: Deployed, functionName: string, args: readonly unknown[]) => Promise<TransactionReceipt>;
  /** Sets the time of the next block, unix seconds. */
  setNextTime: (seconds: number) => Promise<void>;
  /** Remembers the chain as it stands; the function returned goes back to it. */
  snapshot: () => Promise<() => Promise<void>>;
  close: () => Promise<void>;
};

const PROXY = "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol:ERC1967Proxy";

/** Creates an in-process chain. The contracts must be compiled. */
export async function createLocalChain(): Promise<LocalChain> {
  const connection = await hre.network.create();
  const { viem, networkHelpers } = connection;
  return chainOver({
    publicClient: await viem.getPublicClient(),
    wallets: await viem.getWalletClients(),
    setNextTime: (seconds) => networkHelpers.time.setNextBlockTimestamp(seconds),
    snapshot: async () => {
      const taken = await networkHelpers.takeSnapshot();
      return () => taken.restore();
    },
    close: () => connection.close(),
  });
}

/** What differs from one kind of chain to another. */
type ChainParts = Pick<LocalChain, "publicClient" | "wallets" | "setNextTime" | "snapshot" | "close">;

/** Adds what every chain does alike. */
export function chainOver(parts: ChainParts): LocalChain {
  const { publicClient, wallets } = parts;
  const wallet = (index: number): Wallet => {
    const found = wallets[index];
    if (!found) throw new RangeError(`no account ${index}`);
    return found;
  };
  const mined = async (hash: Hex): Promise<TransactionReceipt> => {
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted`);
    return receipt;
  };
  const deploy = async (name: string, args: readonly unknown[] = []): Promise<Deployed> => {
    const artifact = await hre.artifacts.readArtifact(name);
    const abi = artifact.abi as Abi;
    const receipt = await mined(await wallet(0).deployContract({ abi, bytecode: artifact.bytecode as Hex, args }));
    if (!receipt.contractAddress) throw new Error(`${name} was not deployed`);
    return { address: receipt.contractAddress, abi };
  };
  return {
    ...parts,
    deploy,
    deployProxy: async (name, args, constructorArgs = []) => {
      const { address, abi } = await deploy(name, constructorArgs);
      const proxy = await deploy(PROXY, [address, encodeFunctionData({ abi, functionName: "initialize", args })]);
      return { address: proxy.address, abi };
    },
    send: async (from, to, functionName, args) => {
      const data = encodeFunctionData({ abi: to.abi, functionName, args });
      return mined(await wallet(from).sendTransaction({ to: to.address, data }));
    },
  };
}
