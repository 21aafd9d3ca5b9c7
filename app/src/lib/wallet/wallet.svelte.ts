import {
  connect,
  disconnect,
  getConnection,
  getConnectors,
  reconnect,
  switchChain,
  watchConnection,
  watchConnectors,
  type Config,
  type Connector,
} from "@wagmi/core";
import type { Address } from "viem";
import { explainError } from "../transactions/explain-error.ts";

/** The user's wallet as Svelte state: who is connected, on which chain, and what went wrong last. */
export class Wallet {
  readonly #config: Config;
  readonly #chainId: number;
  #connection = $state.raw() as ReturnType<typeof getConnection>;
  #connectors = $state.raw() as ReturnType<typeof getConnectors>;
  #problem = $state("");
  #stops: (() => void)[] = [];

  constructor(config: Config, chainId: number) {
    this.#config = config;
    this.#chainId = chainId;
    this.#connection = getConnection(config);
    this.#connectors = getConnectors(config);
  }

  /** Starts following the wallet and takes up the session of the last visit; returns what stops it. */
  start(): () => void {
    this.#stops = [
      watchConnection(this.#config, { onChange: (connection) => (this.#connection = connection) }),
      watchConnectors(this.#config, { onChange: () => (this.#connectors = getConnectors(this.#config)) }),
    ];
    void reconnect(this.#config);
    return () => this.#stops.forEach((stop) => stop());
  }

  get address(): Address | undefined {
    return this.#connection.address;
  }

  get walletName(): string {
    return this.#connection.connector?.name ?? "Wallet";
  }

  get busy(): boolean {
    return this.#connection.status === "connecting" || this.#connection.status === "reconnecting";
  }

  get onWrongChain(): boolean {
    return this.#connection.isConnected && this.#connection.chainId !== this.#chainId;
  }

  get chainId(): number | undefined {
    return this.#connection.chainId;
  }

  get problem(): string {
    return this.#problem;
  }

  /** Wallets that announced themselves; the nameless fallback is offered only when nothing else is there. */
  get choices(): readonly Connector[] {
    const announced = this.#connectors.filter((connector) => connector.id !== "injected");
    if (announced.length > 0) return announced;
    return hasInjected() ? this.#connectors : [];
  }

  async connect(connector: Connector): Promise<boolean> {
    return this.#attempt(() => connect(this.#config, { connector }));
  }

  async disconnect(): Promise<boolean> {
    return this.#attempt(() => disconnect(this.#config));
  }

  /** Asks the wallet to change to the exchange's chain, adding it where the wallet does not know it. */
  async switchToHome(): Promise<boolean> {
    return this.#attempt(() => switchChain(this.#config, { chainId: this.#chainId }));
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.#problem = "";
    try {
      await action();
      return true;
    } catch (error) {
      this.#problem = explainError(error);
      return false;
    }
  }
}

function hasInjected(): boolean {
  return typeof window !== "undefined" && "ethereum" in window;
}
