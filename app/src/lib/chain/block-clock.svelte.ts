import { getPublicClient, type Config } from "@wagmi/core";

const POLL_MS = 1_000;

/** The chain's newest block as Svelte state. Whatever reads the chain depends on `number` and so refreshes with it. */
export class BlockClock {
  readonly #config: Config;
  #number = $state.raw(0n);
  #timestamp = $state.raw(0n);
  #problem = $state("");

  constructor(config: Config) {
    this.#config = config;
  }

  /** Starts polling; returns what stops it. */
  start(): () => void {
    const client = getPublicClient(this.#config);
    if (!client) throw new Error("The chain of the settings is not configured.");
    return client.watchBlocks({
      emitOnBegin: true,
      emitMissed: false,
      poll: true,
      pollingInterval: POLL_MS,
      onBlock: (block) => {
        this.#number = block.number;
        this.#timestamp = block.timestamp;
        this.#problem = "";
      },
      onError: () => (this.#problem = "The chain does not answer. What you see may be old; it is tried again."),
    });
  }

  get number(): bigint {
    return this.#number;
  }

  /** Unix seconds of the newest block; zero before the first. */
  get timestamp(): bigint {
    return this.#timestamp;
  }

  get problem(): string {
    return this.#problem;
  }

  /** Takes note of a block seen elsewhere, for example in a receipt, without waiting for the next poll. */
  note(number: bigint): void {
    if (number > this.#number) this.#number = number;
  }
}
