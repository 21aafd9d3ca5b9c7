import { expect, test } from "vitest";
import { richBalances } from "../testing/market.ts";
import { readVault, type VaultInput } from "./vault-form.ts";

const context = {
  connected: true,
  quoteDecimals: 6,
  quoteSymbol: "tUSD",
  balances: richBalances({ quoteWallet: 2_500_000n, creditFree: 1_500n }),
};
const input = (change: Partial<VaultInput>): VaultInput => ({
  asset: "QUOTE",
  direction: "DEPOSIT",
  way: "DIRECT",
  amount: "",
  ...change,
});

test("reads an amount in the token's own decimals, exactly", () => {
  expect(readVault(input({ amount: "2.5" }), context)).toMatchObject({ amount: 2_500_000n, obstacle: null });
  expect(readVault(input({ amount: "0.000001" }), context).amount).toBe(1n);
});

test("credits are tonnes in and kilograms out", () => {
  expect(readVault(input({ asset: "CREDIT", direction: "WITHDRAW", amount: "1.5" }), context).amount).toBe(1_500n);
});

test.each([
  [{ amount: "" }, /Enter an amount/],
  [{ amount: "0" }, /more than nothing/],
  [{ amount: "2.500001" }, /holds 2\.50 tUSD only/],
  [{ amount: "1.2345678" }, /at most 6 decimals/],
  [{ asset: "CREDIT", direction: "WITHDRAW", amount: "1.501" }, /holds 1\.500 t only/],
  [{ asset: "CREDIT", amount: "1.0001" }, /at most 3 decimals/],
] as const)("refuses %j in words", (change, words) => {
  const form = readVault(input(change), context);
  expect(form.amount).toBeNull();
  expect(form.obstacle).toMatch(words);
});

test("without a wallet it asks for one", () => {
  expect(readVault(input({ amount: "1" }), { ...context, connected: false, balances: undefined }).obstacle).toMatch(
    /Connect/,
  );
});
