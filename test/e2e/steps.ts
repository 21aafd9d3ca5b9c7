/** What a person does on the pages, in words; shared by the browser tests. */
import type { Page } from "@playwright/test";
import { expect, type TestWallet } from "./wallet-fixture.ts";

/** Opens a page and connects the wallet as account `index` of the local chain. */
export async function connectAs(page: Page, wallet: TestWallet, index: number, path: string): Promise<void> {
  await wallet.switchAccount(index);
  await page.goto(path);
  await page.getByTestId("wallet-button").click();
  await page.getByTestId("connect-test.wallet").click();
  await expect(page.getByTestId("wallet-account")).toBeVisible();
}

/** Changes the account in the wallet while the page is open. */
export async function becomeAccount(page: Page, wallet: TestWallet, index: number): Promise<void> {
  await wallet.switchAccount(index);
  await expect(page.getByTestId("wallet-account")).toContainText(wallet.address.slice(2, 6), { ignoreCase: true });
}

export type MoveOptions = { asset: "quote" | "credit"; direction: "deposit" | "withdraw"; amount: string };

/** Moves funds between wallet and vault with the vault form of the trade page. */
export async function moveFunds(page: Page, { asset, direction, amount }: MoveOptions): Promise<void> {
  await page.getByTestId(`vault-asset-${asset}`).check();
  await page.getByTestId(`vault-direction-${direction}`).check();
  await page.getByTestId("vault-amount").fill(amount);
  await page.getByTestId("vault-submit").click();
  await expect(page.getByTestId("vault-done")).toContainText(
    direction === "deposit" ? "in the vault" : "in your wallet",
  );
}

export type OrderOptions = { side: "bid" | "ask"; price: string; tonnes: string; type?: string; keeper?: boolean };

/** Fills the ticket and places the order; resolves when the page says what became of it. */
export async function placeOrder(page: Page, { side, price, tonnes, type, keeper }: OrderOptions): Promise<void> {
  await page.getByTestId(`side-${side}`).check();
  await page.getByTestId("order-type").selectOption(type ?? "GTC");
  await page.getByTestId("price").fill(price);
  await page.getByTestId("size").fill(tonnes);
  if (keeper) {
    await page.getByTestId("matching-details").locator("summary").click();
    await page.getByTestId("matching-keeper").check();
  }
  await page.getByTestId("place-order").click();
  await expect(page.getByTestId("ticket-done")).not.toBeEmpty();
}
