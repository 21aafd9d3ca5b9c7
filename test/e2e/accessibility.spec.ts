import AxeBuilder from "@axe-core/playwright";
import { connectAs } from "./steps.ts";
import { ACCOUNTS, expect, test } from "./wallet-fixture.ts";

const ROUTES = [
  "/",
  "/trade/1",
  "/registry",
  "/registry/projects",
  "/registry/propose",
  "/registry/import",
  "/retire",
  "/certificate",
  "/audit",
  "/portfolio",
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [360, 768, 1280, 1920];

for (const path of ROUTES) {
  test(`${path} has no WCAG 2.2 AA violation that axe can see, light and dark`, async ({ page, wallet }) => {
    await connectAs(page, wallet, ACCOUNTS.alice, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      const found = violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html ?? ""}`);
      expect(found).toEqual([]);
    }
  });

  test(`${path} fits every width without sideways scrolling`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0);
    }
  });
}

test("an order is placed with the keyboard alone", async ({ page, wallet }) => {
  await connectAs(page, wallet, ACCOUNTS.alice, "/trade/1");
  await page.getByTestId("price").focus();
  await page.keyboard.type("1.00");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1");
  await expect(page.getByTestId("ticket-obstacle")).toBeEmpty();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("ticket-done")).not.toBeEmpty();
  await page.getByTestId("cancel-order").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("order-row")).toHaveCount(0);
});
