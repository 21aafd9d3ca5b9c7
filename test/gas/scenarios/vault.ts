import { createGasBook } from "../gas-book.ts";
import { BASE, QUOTE } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const MONEY = 1_000_000n;
const UNITS = 5_000n;

/** Deposits to and withdrawals from an account that holds both assets already, in its wallet and in the vault. */
export const vault = topic(createGasBook, [
  { key: "deposit", title: "deposit money", measure: (book) => book.gas(1, "deposit", [QUOTE, MONEY]) },
  {
    key: "withdraw",
    title: "withdraw money",
    measure: (book) => book.gas(1, "withdraw", [QUOTE, MONEY, book.chain.accounts[1]]),
  },
  { key: "deposit_credits", title: "deposit credits", measure: (book) => book.gas(1, "depositCredits", [BASE, UNITS]) },
]);
