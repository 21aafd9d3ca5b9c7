/** An account of the local chain that acts through the SDK: every call is simulated, sent and waited for. */
import { decodeEventLog, http, createPublicClient, createWalletClient, defineChain } from "viem";
import type { Abi, Address, ContractEventName, DecodeEventLogReturnType, TransactionReceipt } from "viem";
import { localAccount, type LocalRole } from "../../deploy/local/accounts.ts";

type Request = { address: Address; abi: Abi | readonly unknown[]; functionName: string; args: readonly unknown[] };

/** A chain client for the stack's node. */
export function chainAt(rpcUrl: string) {
  const chain = defineChain({
    id: 31337,
    name: "local",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  return { chain, client: createPublicClient({ chain, transport: http(rpcUrl), pollingInterval: 50 }) };
}

/** Sends requests as one of the ready-made accounts. */
export function createActor(rpcUrl: string, role: LocalRole) {
  const { chain, client } = chainAt(rpcUrl);
  const { account } = localAccount(role);
  const wallet = createWalletClient({ account, chain, transport: http(rpcUrl) });
  return {
    address: account.address,
    account,
    /** Simulates, sends, waits; throws what the simulation throws. */
    async send(request: Request): Promise<TransactionReceipt> {
      const { request: call } = await client.simulateContract({ ...request, account } as never);
      const hash = await wallet.writeContract(call as never);
      return client.waitForTransactionReceipt({ hash });
    },
    /** Only simulates: for calls that must be refused. */
    async simulate(request: Request): Promise<void> {
      await client.simulateContract({ ...request, account } as never);
    },
  };
}
export type Actor = ReturnType<typeof createActor>;

/** The first event of that name in a receipt; throws when there is none. */
export function eventIn<const abi extends Abi, name extends ContractEventName<abi>>(
  receipt: TransactionReceipt,
  abi: abi,
  eventName: name,
): DecodeEventLogReturnType<abi, name>["args"] {
  for (const log of receipt.logs) {
    try {
      const decoded = decodeEventLog({ abi, data: log.data, topics: log.topics });
      if (decoded.eventName === eventName) return decoded.args as DecodeEventLogReturnType<abi, name>["args"];
    } catch {
      continue; // a log of another contract
    }
  }
  throw new TypeError(`no ${eventName} in transaction ${receipt.transactionHash}`);
}
