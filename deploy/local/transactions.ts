/** Sends many transactions quickly: nonces counted here, signed here, all receipts checked at the end of each stage. */
import {
  decodeErrorResult,
  encodeFunctionData,
  type Abi,
  type Account,
  type Address,
  type Hash,
  type Hex,
  type LocalAccount,
} from "viem";
import type { ChainAccess } from "../contracts/connect.ts";
import { DeployError } from "../errors.ts";

/** What the SDK's request builders give. */
export type Call = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] };

export type Sender = {
  /** Signs and hands over one call; does not wait for its block. */
  send(account: LocalAccount, call: Call): Promise<Hash>;
  /** Waits for everything sent so far; throws SEED_FAILED naming the first call that was reverted. */
  settle(): Promise<void>;
  readonly sent: number;
};

const GAS = 8_000_000n;
const MAX_FEE = 100_000_000_000n;

/** Makes a sender for one chain; several accounts may be used in turn. */
export function createSender({ client, walletOf }: ChainAccess): Sender {
  const nonces = new Map<Address, number>();
  let waiting: { hash: Hash; account: Account; call: Call }[] = [];
  let sent = 0;

  async function explain({ account, call }: (typeof waiting)[number]): Promise<string> {
    const data = encodeFunctionData({ abi: call.abi, functionName: call.functionName, args: [...call.args] });
    const reason = await client.call({ account, to: call.address, data }).then(
      () => "reverted, though it would pass now",
      (error: unknown) => revertReason(error, call.abi),
    );
    return `${call.functionName} by ${account.address}: ${reason}`;
  }

  return {
    get sent() {
      return sent;
    },
    async send(account, call) {
      const nonce =
        nonces.get(account.address) ??
        (await client.getTransactionCount({ address: account.address, blockTag: "pending" }));
      nonces.set(account.address, nonce + 1);
      const data = encodeFunctionData({ abi: call.abi, functionName: call.functionName, args: [...call.args] });
      const wallet = walletOf(account);
      const raw = await wallet.signTransaction({
        account,
        chain: wallet.chain,
        to: call.address,
        data,
        nonce,
        gas: GAS,
        maxFeePerGas: MAX_FEE,
        maxPriorityFeePerGas: 1_000_000_000n,
        type: "eip1559",
      });
      try {
        const hash = await client.sendRawTransaction({ serializedTransaction: raw });
        waiting.push({ hash, account, call });
        sent += 1;
        return hash;
      } catch (cause) {
        // A development node refuses a reverting transaction at once; the nonce may or may not be used up.
        nonces.delete(account.address);
        throw new DeployError("SEED_FAILED", await explain({ hash: "0x", account, call }), { cause });
      }
    },
    async settle() {
      const batch = waiting;
      waiting = [];
      const receipts = await Promise.all(
        batch.map(({ hash }) => client.waitForTransactionReceipt({ hash, retryCount: 30 })),
      );
      const failed = batch[receipts.findIndex((receipt) => receipt.status !== "success")];
      if (failed !== undefined) throw new DeployError("SEED_FAILED", await explain(failed));
    },
  };
}

/** The name and arguments of a custom error inside whatever the node threw. */
export function revertReason(error: unknown, abi: Abi): string {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const data = (inner as { data?: unknown }).data;
    const hex = typeof data === "object" && data !== null ? (data as { data?: unknown }).data : data;
    if (typeof hex !== "string" || hex.length < 10) continue;
    try {
      const { errorName, args } = decodeErrorResult({ abi, data: hex as Hex });
      return `${errorName}(${(args ?? []).map(String).join(", ")})`;
    } catch {
      return `error ${hex.slice(0, 10)}`;
    }
  }
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error);
}
