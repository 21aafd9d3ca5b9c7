import type { Address, Hex } from "viem";
import type { FakeWorld } from "./fake-world.ts";

export const ANN: Address = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
export const TX_HASH: Hex = `0x${"77".repeat(32)}`;

/** An EIP-1193 wallet announced over EIP-6963; `asked` holds what the user was asked, `refuse` makes it say no. */
export type FakeWallet = { asked: string[]; refuse: boolean; withdraw: () => void };

/** Announces a wallet to the page; chain reads go on to the fake chain. */
export function fakeWallet(world: FakeWorld): FakeWallet {
  const ASKS = new Set([
    "eth_requestAccounts",
    "wallet_requestPermissions",
    "eth_sendTransaction",
    "eth_signTypedData_v4",
  ]);
  let allowed = false;
  const answer = ({ method, params }: { method: string; params?: readonly unknown[] }): unknown => {
    if (ASKS.has(method)) wallet.asked.push(method);
    if (wallet.refuse) throw Object.assign(new Error("User rejected the request."), { code: 4001 });
    if (method === "eth_accounts") return allowed ? [ANN] : [];
    if (method === "wallet_requestPermissions" || method === "eth_requestAccounts") allowed = true;
    if (method === "eth_requestAccounts") return [ANN];
    if (method === "wallet_requestPermissions")
      return [{ parentCapability: "eth_accounts", caveats: [{ type: "restrictReturnedAccounts", value: [ANN] }] }];
    if (method === "eth_sendTransaction") return TX_HASH;
    if (method === "eth_signTypedData_v4") return `0x${"11".repeat(64)}1b`;
    return world.rpc(params ? { method, params } : { method });
  };
  const request = (asked: { method: string; params?: readonly unknown[] }) => Promise.resolve(asked).then(answer);
  const provider = { request, on: () => provider, removeListener: () => provider };
  const info = {
    uuid: "350670db-19fa-4704-a166-e52e178b59d2",
    name: "Fake wallet",
    icon: "data:image/svg+xml,<svg/>",
    rdns: "test.wallet",
  };
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
  const wallet: FakeWallet = {
    asked: [],
    refuse: false,
    withdraw: () => window.removeEventListener("eip6963:requestProvider", announce),
  };
  return wallet;
}
