/** The main flows without a mouse: what the hand on the keyboard reaches, in which order, and what Enter and Escape do. */
import { keccak256, toHex } from "viem";
import type { Locator, Page } from "@playwright/test";
import { ACCOUNTS, expect, test, type TestWallet } from "./wallet-fixture.ts";

const MOST_STOPS = 60;

/** Presses Tab until `target` has the focus; fails when it is never reached. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target, "reached with Tab").toBeFocused();
}

async function connectByKeyboard(page: Page, wallet: TestWallet, index: number, path: string): Promise<void> {
  await wallet.switchAccount(index);
  await page.goto(path);
  await tabTo(page, page.getByTestId("wallet-button"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByTestId("connect-test.wallet"));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("wallet-account")).toBeVisible();
}

test("the first stop skips to the content", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByTestId("markets")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("a panel takes the focus back to its button, by choice and by Escape", async ({ page, wallet }) => {
  await connectByKeyboard(page, wallet, ACCOUNTS.alice, "/");
  const button = page.getByTestId("wallet-button");
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByTestId("disconnect"));
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await expect(button).toHaveAttribute("aria-expanded", "false");
});

test("arrow keys walk the book, Enter takes a price, and the order is placed and cancelled", async ({
  page,
  wallet,
}) => {
  await connectByKeyboard(page, wallet, ACCOUNTS.alice, "/trade/1");
  const prices = page.getByTestId("book").locator("button[data-price]");
  await expect(prices.nth(2)).toBeVisible();
  await page.getByTestId("book-pause").focus();
  await page.keyboard.press("Enter"); // the book stands still while it is walked
  await tabTo(page, page.getByTestId("book").locator("button[tabindex='0']"));
  await page.keyboard.press("Home");
  await expect(prices.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(prices.nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(prices.last()).toBeFocused();
  const lowest = (await prices.last().textContent())?.trim() ?? "";
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("price")).toHaveValue(lowest);

  await tabTo(page, page.getByTestId("side-ask")); // a bid is sold into: the ticket has turned to Sell
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("side-bid")).toBeFocused();
  await expect(page.getByTestId("side-bid")).toBeChecked();
  await tabTo(page, page.getByTestId("price"));
  await page.keyboard.type("1.00"); // Tab selects what stands there
  await page.keyboard.press("Tab");
  await page.keyboard.type("1");
  await expect(page.getByTestId("ticket-obstacle")).toBeEmpty();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("ticket-done")).not.toBeEmpty();
  await tabTo(page, page.getByTestId("cancel-order").first());
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("order-row")).toHaveCount(0);
});

test("credits are retired and the certificate is opened", async ({ page, wallet }) => {
  await connectByKeyboard(page, wallet, ACCOUNTS.bob, "/retire");
  const batch = page.getByTestId("retire-batch");
  await expect(batch.locator("option").nth(1)).toBeAttached();
  await tabTo(page, batch);
  await page.keyboard.press("ArrowDown");
  await expect(batch).not.toHaveValue("");
  await page.keyboard.press("Tab");
  await page.keyboard.type("0.25");
  await tabTo(page, page.getByTestId("retire"));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("retired")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("certificate-link")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("certificate-quantity")).toContainText("0.250");
  await tabTo(page, page.getByTestId("verify"));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("verify-verdict")).toHaveText("Everything agrees with the chain.");
});

test("an issuance is proposed, and taken back from the list", async ({ page, wallet }) => {
  await connectByKeyboard(page, wallet, ACCOUNTS.registry, "/registry/propose");
  await tabTo(page, page.getByTestId("serial-text"));
  await page.keyboard.insertText("21003-980000001-980000010-VCS-VCU-263-VER-ID-14-1477-01012022-31122022-1");
  await expect(page.getByTestId("serial-read")).toContainText("10 t");
  await tabTo(page, page.getByTestId("propose-report"));
  await page.keyboard.insertText(keccak256(toHex("a report of the keyboard test")));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("propose-done")).toContainText("is proposed");

  const proposals = page.getByRole("navigation", { name: "Registry desk" }).getByRole("link", { name: "Proposals" });
  await page.getByTestId("wallet-button").focus();
  await tabTo(page, proposals);
  await page.keyboard.press("Enter");
  const card = page.getByTestId("proposal").first();
  await expect(card).toContainText("980000001");
  await tabTo(page, card.getByTestId("withdraw-proposal"));
  await page.keyboard.press("Enter");
  await expect(card).toHaveAttribute("data-status", "WITHDRAWN");
});
