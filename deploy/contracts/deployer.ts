/** The hands of the deployment: create a contract once, put a proxy in front, make a setting true. */
import {
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  keccak256,
  TransactionReceiptNotFoundError,
  type Abi,
  type Account,
  type Address,
  type Chain,
  type Hash,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from "viem";
import { DeployError } from "../errors.ts";
import { ARTIFACTS, librariesOf, linkBytecode, type Artifact, type ReadArtifact } from "./artifact.ts";
import type { Ledger } from "./ledger.ts";

export type DeployerDeps = {
  client: PublicClient<Transport, Chain>;
  wallet: WalletClient<Transport, Chain, LocalAccount>;
  readArtifact: ReadArtifact;
  ledger: Ledger;
  confirmations: number;
  log: (line: string) => void;
  /** Told of each implementation that goes behind a proxy, and of each module behind one. */
  onImplementation: (address: Address, artifact: Artifact, args: readonly unknown[]) => void;
};

export type Deployer = {
  readonly address: Address;
  /** Transactions sent so far: zero after a run that found everything in place. */
  readonly sent: number;
  /** The address of something deployed in an earlier step; throws NOT_DEPLOYED. */
  at(key: string): Address;
  /** Notes a contract that was already on the chain. */
  adopt(key: string, address: Address): Promise<Address>;
  /** Deploys a contract, with the libraries it links, unless the ledger has it and the chain has its code. */
  contract(key: string, artifact: Artifact, args?: readonly unknown[]): Promise<Address>;
  /** `contract` for code that runs on a proxy's storage: an implementation, or a module behind one. */
  implementation(key: string, artifact: Artifact, args?: readonly unknown[]): Promise<Address>;
  /**
   * Deploys implementation and ERC-1967 proxy; the proxy's constructor calls `initialize(args)`. `constructorArgs` deploys what
   * the implementation stands on, and is not called where the proxy stands already.
   */
  proxy(
    key: string,
    artifact: Artifact,
    args: readonly unknown[],
    constructorArgs?: () => Promise<readonly unknown[]>,
  ): Promise<Address>;
  /** Sends a call unless `holds` already; `ADMIN`-only settings after the handover end with NEEDS_TIMELOCK. */
  ensure(what: string, setting: Setting): Promise<void>;
};

export type Setting = {
  holds: () => Promise<boolean>;
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
};

/** Makes the hands; every dependency is passed in. */
export function createDeployer({
  client,
  wallet,
  readArtifact,
  ledger,
  confirmations,
  log,
  onImplementation,
}: DeployerDeps): Deployer {
  const account: Account = wallet.account;
  let sent = 0;

  async function settle(hash: Hash, what: string): Promise<TransactionReceipt> {
    const receipt = await client.waitForTransactionReceipt({ hash, confirmations, retryCount: 30 });
    if (receipt.status !== "success") throw new DeployError("TRANSACTION_FAILED", `${what}: ${hash}`);
    return receipt;
  }

  async function hasCode(address: Address): Promise<boolean> {
    const code = await client.getCode({ address });
    return code !== undefined && code !== "0x";
  }

  /** Whether the ledger's contract stands; waits for a creation that was still on its way when the last run ended. */
  async function stands(key: string): Promise<boolean> {
    const entry = ledger.get(key);
    if (entry === undefined) return false;
    if (await hasCode(entry.address)) {
      if (entry.hash === undefined) return true;
      // The address alone does not prove that this transaction made it: another may have taken the same nonce.
      const receipt = await client.getTransactionReceipt({ hash: entry.hash }).catch((error: unknown) => {
        if (error instanceof TransactionReceiptNotFoundError) return undefined;
        throw error;
      });
      if (receipt?.status === "success") return true;
    } else if (entry.hash !== undefined && (await isKnown(entry.hash))) {
      await settle(entry.hash, key);
      return true;
    } else if (entry.hash === undefined) {
      throw new DeployError("NO_CODE", `${key} at ${entry.address}`);
    }
    ledger.forget(key);
    return false;
  }

  async function isKnown(hash: Hash): Promise<boolean> {
    return client.getTransaction({ hash }).then(
      () => true,
      () => false,
    );
  }

  async function create(key: string, data: Hex): Promise<Address> {
    const nonce = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
    const address = getContractAddress({ from: account.address, nonce: BigInt(nonce) });
    const startBlock = Number(await client.getBlockNumber({ cacheTime: 0 }));
    const request = await wallet.prepareTransactionRequest({ account, data, nonce, chain: wallet.chain });
    const raw = await wallet.signTransaction(request);
    // Written down before it is sent: the hash of a signed transaction is known in advance.
    ledger.put(key, { address, startBlock, hash: keccak256(raw) });
    await client.sendRawTransaction({ serializedTransaction: raw });
    sent += 1;
    await settle(keccak256(raw), key);
    log(`${key} at ${address}`);
    return address;
  }

  async function contract(key: string, artifact: Artifact, args: readonly unknown[] = []): Promise<Address> {
    if (await stands(key)) return at(key);
    const libraries = new Map<string, Address>();
    for (const library of librariesOf(artifact)) {
      libraries.set(library, await contract(`library:${library}`, readArtifact(library)));
    }
    const bytecode = linkBytecode(artifact, (library) => libraries.get(library) ?? at(`library:${library}`));
    return create(key, encodeDeployData({ abi: artifact.abi, bytecode, args: [...args] }));
  }

  function at(key: string): Address {
    const entry = ledger.get(key);
    if (entry === undefined) throw new DeployError("NOT_DEPLOYED", key);
    return entry.address;
  }

  async function implementation(key: string, artifact: Artifact, args: readonly unknown[] = []): Promise<Address> {
    const address = await contract(key, artifact, args);
    onImplementation(address, artifact, args);
    return address;
  }

  return {
    address: account.address,
    get sent() {
      return sent;
    },
    at,
    async adopt(key, address) {
      if (!(await hasCode(address))) throw new DeployError("NO_CODE", `${key} at ${address}`);
      if (ledger.get(key)?.address !== address) {
        ledger.put(key, { address, startBlock: Number(await client.getBlockNumber({ cacheTime: 0 })) });
      }
      return address;
    },
    contract,
    implementation,
    async proxy(key, artifact, args, constructorArgs) {
      if (await stands(key)) return at(key);
      const code = await implementation(`${key}:implementation`, artifact, await constructorArgs?.());
      const initialize = encodeFunctionData({ abi: artifact.abi, functionName: "initialize", args: [...args] });
      return contract(key, readArtifact(ARTIFACTS.proxy), [code, initialize]);
    },
    async ensure(what, { holds, to, abi, functionName, args }) {
      if (await holds()) return;
      const data = encodeFunctionData({ abi, functionName, args: [...args] });
      if (ledger.complete) {
        throw new DeployError("NEEDS_TIMELOCK", `${what}: propose a call of ${to} with data ${data}`);
      }
      const hash = await wallet.sendTransaction({ account, to, data, chain: wallet.chain });
      sent += 1;
      await settle(hash, what);
      if (!(await holds()))
        throw new DeployError("CHECK_FAILED", `${what} does not hold after its transaction ${hash}`);
      log(what);
    },
  };
}
