import { parseQuote, parseTonnes } from "@carbonxchange/sdk";
import { quote, tonnes } from "../format/numbers.ts";

export type VaultAsset = "QUOTE" | "CREDIT";
export type VaultDirection = "DEPOSIT" | "WITHDRAW";
/** How a deposit reaches the vault: by signed permit or direct sending in one transaction, or by approval and deposit. */
export type VaultWay = "DIRECT" | "APPROVE";
export type VaultInput = { asset: VaultAsset; direction: VaultDirection; way: VaultWay; amount: string };

export type VaultContext = {
  connected: boolean;
  quoteDecimals: number;
  quoteSymbol: string;
  balances: { quoteWallet: bigint; quoteFree: bigint; creditWallet: bigint; creditFree: bigint } | undefined;
};

/** `amount` is null when it cannot be used; `obstacle` says why the button is off, null when nothing is in the way. */
export type VaultForm = {
  amount: bigint | null;
  available: bigint | null;
  problem: string | undefined;
  obstacle: string | null;
};

/** Reads the vault panel: which amount moves, how much there is, what is wrong. */
export function readVault(
  input: VaultInput,
  { connected, quoteDecimals, quoteSymbol, balances }: VaultContext,
): VaultForm {
  const isQuote = input.asset === "QUOTE";
  const from = input.direction === "DEPOSIT" ? "wallet" : "vault";
  const available = !balances
    ? null
    : isQuote
      ? balances[from === "wallet" ? "quoteWallet" : "quoteFree"]
      : balances[from === "wallet" ? "creditWallet" : "creditFree"];
  if (!connected) return { amount: null, available, problem: undefined, obstacle: "Connect a wallet first." };
  if (input.amount.trim() === "") return { amount: null, available, problem: undefined, obstacle: "Enter an amount." };
  const amount = isQuote ? parseQuote(input.amount, quoteDecimals) : parseTonnes(input.amount);
  const fail = (problem: string) => ({ amount: null, available, problem, obstacle: problem });
  if (!amount.ok) return fail(`Amount: ${amount.error}.`);
  if (amount.value === 0n) return fail("The amount must be more than nothing.");
  if (available === null) return { amount: null, available, problem: undefined, obstacle: "Reading your balances." };
  if (amount.value > available) {
    const has = isQuote ? `${quote(available, quoteDecimals)} ${quoteSymbol}` : `${tonnes(available)} t`;
    return fail(`Your ${from} holds ${has} only.`);
  }
  return { amount: amount.value, available, problem: undefined, obstacle: null };
}
