/**
 * A wallet for browser tests: an EIP-1193 provider announced over EIP-6963 inside the page. Each request crosses to
 * Node, where a viem local account signs it; what is not the wallet's business goes to the chain. Real signatures,
 * real transactions.
 */
import { test as base, expect, type Page } from "@playwright/test";
import {
  BaseError,
  createPublicClient,
  createWalletClient,
  defineChain,
  hexToBigInt,
  hexToNumber,
  http,
  numberToHex,
  type Address,
  type Hex,
} from "viem";
import { mnemonicToAccount, type HDAccount } from "viem/accounts";
import { E2E_URLS } from "./stack-urls.ts";

/** The well-known development mnemonic; worthless anywhere but on a local chain. */
const MNEMONIC = "test test test test test test test test test test test junk";

/** Account `index` of the local chain, see README. */
export const localAccount = (index: number): HDAccount => mnemonicToAccount(MNEMONIC, { addressIndex: index });

export const ACCOUNTS = { registry: 1, verifier: 2, alice: 3, bob: 4, outsider: 9 } as const;

const { rpc } = E2E_URLS;

export const local = defineChain({
  id: 31337,
  name: "CarbonXchange local",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [rpc] } },
});

/** Reads the chain the page trades on. */
export const chain = createPublicClient({ chain: local, transport: http(rpc) });

type RpcRequest = { method: string; params?: readonly unknown[] };
type RpcReply = { result: unknown } | { error: { code: number; message: string; data?: unknown } };
type SendParams = { to?: Address; data?: Hex; value?: Hex; gas?: Hex; maxFeePerGas?: Hex; maxPriorityFeePerGas?: Hex };

const refuse = (code: number, message: string): RpcReply => ({ error: { code, message } });

export class TestWallet {
  /** Every request the page made, in order: lets a test prove that the wallet was NOT asked. */
  readonly calls: RpcRequest[] = [];
  /** Methods the user refuses (EIP-1193 code 4001). */
  readonly reject = new Set<string>();
  chainId: number = local.id;
  connected = false;
  readonly #page: Page;
  #account: HDAccount;

  constructor(page: Page, index: number) {
    this.#page = page;
    this.#account = localAccount(index);
  }

  get address(): Address {
    return this.#account.address;
  }

  /** What a user does who picks another account in the wallet. */
  async switchAccount(index: number): Promise<void> {
    this.#account = localAccount(index);
    await this.#emit("accountsChanged", [this.address]);
  }

  async switchChain(id: number): Promise<void> {
    this.chainId = id;
    await this.#emit("chainChanged", numberToHex(id));
  }

  /** How often the page asked the wallet to send a transaction. */
  get sent(): number {
    return this.calls.filter((call) => call.method === "eth_sendTransaction").length;
  }

  async handle({ method, params = [] }: RpcRequest): Promise<RpcReply> {
    this.calls.push({ method, params });
    if (this.reject.has(method)) return refuse(4001, "User rejected the request.");
    try {
      return await this.#answer(method, params);
    } catch (error) {
      if (!(error instanceof BaseError)) return refuse(-32603, String(error));
      const coded = error.walk((e) => typeof (e as { code?: unknown }).code === "number");
      const { code = -32603, data } = (coded ?? {}) as { code?: number; data?: unknown };
      return { error: { code, message: error.shortMessage, data } };
    }
  }

  async #answer(method: string, params: readonly unknown[]): Promise<RpcReply> {
    switch (method) {
      case "eth_chainId":
        return { result: numberToHex(this.chainId) };
      case "net_version":
        return { result: String(this.chainId) };
      case "eth_accounts":
        return { result: this.connected ? [this.address] : [] };
      case "eth_requestAccounts":
        this.connected = true;
        return { result: [this.address] };
      case "wallet_requestPermissions":
        this.connected = true;
        return {
          result: [
            {
              parentCapability: "eth_accounts",
              caveats: [{ type: "restrictReturnedAccounts", value: [this.address] }],
            },
          ],
        };
      case "wallet_revokePermissions":
        this.connected = false;
        return { result: null };
      case "wallet_addEthereumChain":
        return { result: null };
      case "wallet_switchEthereumChain":
        await this.switchChain(hexToNumber((params[0] as { chainId: Hex }).chainId));
        return { result: null };
      case "personal_sign":
        return { result: await this.#account.signMessage({ message: { raw: params[0] as Hex } }) };
      case "eth_signTypedData_v4":
        return { result: await this.#account.signTypedData(JSON.parse(params[1] as string) as never) };
      case "eth_sendTransaction":
        return { result: await this.#send(params[0] as SendParams) };
      case "wallet_getCapabilities":
      case "wallet_sendCalls":
        return refuse(4200, `${method} is not supported`);
      default:
        return this.#proxy(method, params);
    }
  }

  #send({ to, data, value, gas }: SendParams): Promise<Hex> {
    return createWalletClient({ account: this.#account, chain: local, transport: http(rpc) }).sendTransaction({
      to: to ?? null,
      ...(data === undefined ? {} : { data }),
      ...(value === undefined ? {} : { value: hexToBigInt(value) }),
      ...(gas === undefined ? {} : { gas: hexToBigInt(gas) }),
    });
  }

  async #proxy(method: string, params: readonly unknown[]): Promise<RpcReply> {
    const reply = await fetch(rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await reply.json()) as {
      result?: unknown;
      error?: { code: number; message: string; data?: unknown };
    };
    return error ? { error } : { result };
  }

  #emit(event: string, value: unknown): Promise<unknown> {
    return this.#page.evaluate(([name, detail]) => window.__testWallet?.emit(name, detail), [event, value] as const);
  }

  /** Puts the provider into every document the page loads from now on. */
  async install({ name = "Test Wallet", rdns = "test.wallet" } = {}): Promise<void> {
    await this.#page.exposeFunction("__walletRpc", (request: RpcRequest) => this.handle(request));
    await this.#page.addInitScript(
      (info) => {
        const listeners: Record<string, Set<(value: unknown) => void>> = {};
        const provider: InjectedProvider = {
          async request(request) {
            const reply = await window.__walletRpc(JSON.parse(JSON.stringify(request)) as RpcRequest);
            if ("error" in reply) throw Object.assign(new Error(reply.error.message), reply.error);
            return reply.result;
          },
          on(event, listener) {
            (listeners[event] ??= new Set()).add(listener);
            return provider;
          },
          removeListener(event, listener) {
            listeners[event]?.delete(listener);
            return provider;
          },
          emit(event, value) {
            listeners[event]?.forEach((listener) => listener(value));
          },
        };
        window.__testWallet = provider;
        const icon = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';
        const uuid = "0c64d3a4-6f0e-4c55-8a55-3f6f0a6b9a51";
        const detail = Object.freeze({ info: { ...info, uuid, icon }, provider });
        const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
        window.addEventListener("eip6963:requestProvider", announce);
        announce();
      },
      { name, rdns },
    );
  }
}

type InjectedProvider = {
  request(request: RpcRequest): Promise<unknown>;
  on(event: string, listener: (value: unknown) => void): InjectedProvider;
  removeListener(event: string, listener: (value: unknown) => void): InjectedProvider;
  emit(event: string, value: unknown): void;
};

declare global {
  interface Window {
    __testWallet?: InjectedProvider;
    __walletRpc(request: RpcRequest): Promise<RpcReply>;
  }
}

/** Installs alice's wallet and fails a test that leaves an error in the console. */
export const test = base.extend<{ wallet: TestWallet }>({
  wallet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      const wallet = new TestWallet(page, ACCOUNTS.alice);
      await wallet.install();
      await use(wallet);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
