/** A Safe of several owners on a test chain, from Safe's own compiled contracts. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { concat, encodeFunctionData, parseEventLogs, zeroAddress } from "viem";
import type { Abi, Address, Hex, LocalAccount } from "viem";
import type { ChainAccess } from "../contracts/connect.ts";

type Compiled = { abi: Abi; bytecode: Hex };

function compiled(path: string): Compiled {
  const root = dirname(createRequire(import.meta.url).resolve("@safe-global/safe-contracts/package.json"));
  return JSON.parse(readFileSync(join(root, "build/artifacts/contracts", path), "utf8")) as Compiled;
}

export type Safe = {
  address: Address;
  /** Carries out one call that the given owners sign; reverts when they are too few. */
  execute(signers: readonly LocalAccount[], to: Address, data: Hex): Promise<void>;
};

/** Deploys a Safe that `threshold` of the owners can act for. `payer` sends every transaction and signs nothing. */
export async function deploySafe(
  { client, walletOf }: ChainAccess,
  payer: LocalAccount,
  owners: readonly Address[],
  threshold: number,
): Promise<Safe> {
  const wallet = walletOf(payer);
  const mined = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new RangeError(`transaction ${hash} reverted`);
    return receipt;
  };
  const create = async ({ abi, bytecode }: Compiled) => {
    const { contractAddress } = await mined(await wallet.deployContract({ abi, bytecode }));
    if (!contractAddress) throw new RangeError("nothing was deployed");
    return contractAddress;
  };
  const safe = compiled("Safe.sol/Safe.json");
  const factory = compiled("proxies/SafeProxyFactory.sol/SafeProxyFactory.json");
  const singleton = await create(safe);
  const factoryAddress = await create(factory);
  const setup = encodeFunctionData({
    abi: safe.abi,
    functionName: "setup",
    args: [owners, threshold, zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress],
  });
  const request = { address: factoryAddress, abi: factory.abi, functionName: "createProxyWithNonce" };
  const receipt = await mined(await wallet.writeContract({ ...request, args: [singleton, setup, 0n] }));
  const [created] = parseEventLogs({ abi: factory.abi, logs: receipt.logs, eventName: "ProxyCreation" });
  const { proxy: address } = created?.args as unknown as { proxy: Address };

  return {
    address,
    async execute(signers, to, data) {
      const nonce = await client.readContract({ address, abi: safe.abi, functionName: "nonce" });
      const terms = [to, 0n, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress] as const;
      const hash = (await client.readContract({
        address,
        abi: safe.abi,
        functionName: "getTransactionHash",
        args: [...terms, nonce],
      })) as Hex;
      // a Safe wants signatures in the order of their owners' addresses
      const ordered = [...signers].sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
      const signatures = await Promise.all(ordered.map((owner) => sign(owner, hash)));
      const args = [...terms, concat(signatures)];
      await mined(await wallet.writeContract({ address, abi: safe.abi, functionName: "execTransaction", args }));
    },
  };
}

async function sign(owner: LocalAccount, hash: Hex): Promise<Hex> {
  if (owner.sign === undefined) throw new TypeError(`${owner.address} cannot sign`);
  return owner.sign({ hash });
}
