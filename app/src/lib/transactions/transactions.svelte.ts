import { getPublicClient, simulateContract, writeContract, type Config } from "@wagmi/core";
import type { Hash, TransactionReceipt } from "viem";
import type { BlockClock } from "../chain/block-clock.svelte.ts";
import type { ContractCall } from "../chain/contract-call.ts";
import type { Wallet } from "../wallet/wallet.svelte.ts";
import { explainError } from "./explain-error.ts";
import { isSettled, type TransactionEntry } from "./transaction-entry.ts";
import { readEntries, writeEntries, type TextStorage } from "./transaction-store.ts";

type Dependencies = {
  wagmi: Config;
  wallet: Wallet;
  clock: BlockClock;
  chainId: number;
  storage: TextStorage;
  /** Names the chain that entries belong to: a restarted local chain knows nothing of the old ones. */
  storageKey: string;
  nowMs: () => number;
  newId: () => string;
};

/** What became of a transaction that was asked for. */
export type Outcome = { ok: true; receipt: TransactionReceipt } | { ok: false; problem: string };

/**
 * Every transaction of this browser. `send` is the only way to the wallet: it checks the chain, simulates the call with
 * the sender, and only then asks the wallet. Entries are kept, so that a reload loses none.
 */
export class Transactions {
  readonly #deps: Dependencies;
  #entries = $state.raw<readonly TransactionEntry[]>([]);
  #last = $state.raw<TransactionEntry | undefined>();

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#entries = readEntries(deps.storage, deps.storageKey);
  }

  get entries(): readonly TransactionEntry[] {
    return this.#entries;
  }

  /** The entry that changed last in this visit; feeds the toast. */
  get last(): TransactionEntry | undefined {
    return this.#last;
  }

  get openCount(): number {
    return this.#entries.filter((entry) => !isSettled(entry)).length;
  }

  /** Takes up the transactions that were on their way when the page was left. */
  resume(): void {
    for (const entry of this.#entries) {
      if (entry.phase === "sent" && entry.hash && entry.chainId === this.#deps.chainId) {
        void this.#follow(entry, entry.hash);
      }
    }
  }

  dismiss(id: string): void {
    this.#commit(this.#entries.filter((entry) => entry.id !== id));
  }

  clearSettled(): void {
    this.#commit(this.#entries.filter((entry) => !isSettled(entry)));
  }

  async send(label: string, call: ContractCall): Promise<Outcome> {
    const { wagmi, wallet, chainId } = this.#deps;
    if (wallet.onWrongChain && !(await wallet.switchToHome())) return { ok: false, problem: wallet.problem };
    const account = wallet.address;
    if (!account) return { ok: false, problem: "Connect a wallet first." };

    let entry = this.#add({ label, account, chainId });
    try {
      const { request } = await simulateContract(wagmi, { ...call, account, chainId });
      entry = this.#change(entry, { phase: "simulated" });
      entry = this.#change(entry, { phase: "wallet" });
      const hash = await writeContract(wagmi, request);
      entry = this.#change(entry, { phase: "sent", hash });
      return await this.#follow(entry, hash, call);
    } catch (error) {
      return this.#fail(entry, explainError(error));
    }
  }

  async #follow(entry: TransactionEntry, hash: Hash, call?: ContractCall): Promise<Outcome> {
    const client = getPublicClient(this.#deps.wagmi);
    if (!client) return this.#fail(entry, "The chain of this transaction is not configured.");
    let replaced = "";
    try {
      const receipt = await client.waitForTransactionReceipt({
        hash,
        timeout: 0,
        onReplaced: ({ reason, transaction }) => {
          if (reason === "repriced") entry = this.#change(entry, { hash: transaction.hash });
          else replaced = reason === "cancelled" ? "You cancelled it in your wallet." : "Your wallet replaced it.";
        },
      });
      this.#deps.clock.note(receipt.blockNumber);
      if (replaced) return this.#fail(entry, replaced);
      if (receipt.status === "reverted") return this.#fail(entry, await this.#reasonOfRevert(entry, receipt, call));
      this.#change(entry, { phase: "mined", block: receipt.blockNumber.toString() });
      return { ok: true, receipt };
    } catch (error) {
      return this.#fail(entry, explainError(error));
    }
  }

  /** A mined transaction that reverted carries no reason; asking again on top of its block usually gives it. */
  async #reasonOfRevert(entry: TransactionEntry, receipt: TransactionReceipt, call?: ContractCall): Promise<string> {
    const plain = `It was mined in block ${receipt.blockNumber} but the contract refused it. Only the network fee was spent.`;
    if (!call) return plain;
    const { wagmi, chainId } = this.#deps;
    return simulateContract(wagmi, { ...call, account: entry.account, chainId, blockNumber: receipt.blockNumber }).then(
      () => plain,
      (error: unknown) => `${plain} ${explainError(error)}`,
    );
  }

  #add(fields: Pick<TransactionEntry, "label" | "account" | "chainId">): TransactionEntry {
    const { newId, nowMs } = this.#deps;
    const blank = { hash: null, block: null, problem: null };
    const entry: TransactionEntry = { id: newId(), phase: "checking", startedAt: nowMs(), ...blank, ...fields };
    this.#commit([entry, ...this.#entries]);
    this.#last = entry;
    return entry;
  }

  #change(entry: TransactionEntry, change: Partial<TransactionEntry>): TransactionEntry {
    const next = { ...entry, ...change };
    this.#commit(this.#entries.map((kept) => (kept.id === entry.id ? next : kept)));
    this.#last = next;
    return next;
  }

  #fail(entry: TransactionEntry, problem: string): Outcome {
    this.#change(entry, { phase: "failed", problem });
    return { ok: false, problem };
  }

  #commit(entries: readonly TransactionEntry[]): void {
    this.#entries = entries;
    writeEntries(this.#deps.storage, this.#deps.storageKey, entries);
  }
}
