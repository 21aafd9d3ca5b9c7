import type { ContractCall } from "../chain/contract-call.ts";
import type { Outcome, Transactions } from "../transactions/transactions.svelte.ts";

/** One button's transaction: busy while it runs (so that a double click is one), then what it said. */
export class ContractAction {
  readonly #transactions: Transactions;
  #busy = $state(false);
  #done = $state("");
  #problem = $state("");

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get done(): string {
    return this.#done;
  }

  get problem(): string {
    return this.#problem;
  }

  /** Sends the call; `done` is what to say when it is mined. Returns the outcome, or undefined when already busy. */
  async run(
    label: string,
    build: () => ContractCall,
    done: (outcome: Outcome & { ok: true }) => string,
  ): Promise<Outcome | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    this.#done = "";
    this.#problem = "";
    try {
      const outcome = await this.#transactions.send(label, build());
      if (outcome.ok) this.#done = done(outcome);
      else this.#problem = outcome.problem;
      return outcome;
    } catch (error) {
      // a builder refuses what cannot be encoded, with its reason
      this.#problem = error instanceof Error ? error.message : "The call could not be built.";
      return { ok: false, problem: this.#problem };
    } finally {
      this.#busy = false;
    }
  }
}
