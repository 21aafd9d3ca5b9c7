import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { connectAs, placeOrder } from "./steps.ts";
import { ACCOUNTS, expect, test } from "./wallet-fixture.ts";

/** The first batch of the first project, which the demonstration market issues and retires from. */
const FIRST_BATCH = (1n << 128n) + 1n;

/** Every page, and what is there once the page has read what it shows. */
const PAGES = [
  { path: "/", ready: "markets" },
  { path: "/trade/1", ready: "header-last" },
  { path: "/registry", ready: "proposals" },
  { path: "/registry/projects", ready: "projects" },
  { path: "/registry/propose", ready: "propose-form" },
  { path: "/registry/import", ready: "import-file" },
  { path: "/retire", ready: "retire-form" },
  { path: "/certificate", ready: "certificate-id" },
  { path: "/certificate/1", ready: "certificate-tx" },
  { path: "/audit", ready: "audit" },
  { path: `/audit/${FIRST_BATCH}`, ready: "serial-runs" },
  { path: "/portfolio", ready: "holdings", owner: true },
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [360, 768, 1280, 1920];
const PHONE = { width: 360, height: 780 };

/** An export of a registry with a row of each kind: circulating, retired, and one that cannot be read. */
const EXPORT = [
  "Issuance Date,Sustainable Development Goals,Vintage Start,Vintage End,ID,Name,Country/Area,Project Type,Methodology,Total Vintage Quantity,Quantity Issued,Serial Number,Additional Certifications,Retirement/Cancellation Date,Retirement Beneficiary,Retirement Reason,Retirement Details",
  "2022-10-17,,2021-01-01,2021-11-30,2348,Chargers,Australia,Transport,VM0038,128,114,13861-531686656-531686769-VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1,,,,,",
  "2022-10-17,,2021-01-01,2021-11-30,2348,Chargers,Australia,Transport,VM0038,128,1,13861-531686655-531686655-VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1,,2023-01-13,,,",
  "nonsense",
].join("\n");

async function chooseExport(page: Page): Promise<void> {
  const file = { name: "export.csv", mimeType: "text/csv", buffer: Buffer.from(EXPORT) };
  await page.getByTestId("import-file").setInputFiles(file);
  await expect(page.getByTestId("import-summary")).toContainText("3 rows");
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    const found = violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html ?? ""}`);
    expect(found).toEqual([]);
  }
}

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0);
  }
}

for (const { path, ready, owner } of PAGES) {
  test(`${path} has no WCAG 2.2 AA violation that axe can see, light and dark, wide and narrow`, async ({
    page,
    wallet,
  }) => {
    await connectAs(page, wallet, ACCOUNTS.alice, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByTestId(ready)).toBeVisible();
    await expectNoViolation(page);
    await page.setViewportSize(PHONE);
    await expectNoViolation(page);
  });

  test(`${path} fits every width without sideways scrolling`, async ({ page, wallet }) => {
    if (owner) await connectAs(page, wallet, ACCOUNTS.alice, path);
    else await page.goto(path);
    await expect(page.getByTestId(ready)).toBeVisible();
    await expectNoSidewaysScrolling(page);
  });
}

test("an export that was read has no violation and fits every width", async ({ page, wallet }) => {
  await connectAs(page, wallet, ACCOUNTS.registry, "/registry/import");
  await chooseExport(page);
  await expectNoViolation(page);
  await expectNoSidewaysScrolling(page);
});

test("an order can be cancelled on a phone without sideways scrolling", async ({ page, wallet }) => {
  await page.setViewportSize(PHONE);
  await connectAs(page, wallet, ACCOUNTS.alice, "/trade/1");
  await placeOrder(page, { side: "bid", price: "1.00", tonnes: "1" });
  const cancel = page.getByTestId("cancel-order");
  await expect(cancel).toHaveCount(1);
  const { x, width } = (await cancel.boundingBox()) ?? { x: PHONE.width, width: 1 };
  expect(x + width).toBeLessThanOrEqual(PHONE.width);
  await cancel.click();
  await expect(page.getByTestId("order-row")).toHaveCount(0);
});

for (const { path, ready } of [
  { path: "/", ready: "markets" },
  { path: "/portfolio", ready: "holdings" },
  { path: "/audit", ready: "audit" },
  { path: "/registry/projects", ready: "projects" },
]) {
  test(`the table of ${path} shows all it has on a phone`, async ({ page, wallet }) => {
    await connectAs(page, wallet, ACCOUNTS.alice, path);
    const table = page.getByTestId(ready);
    await expect(table).toBeVisible();
    await page.setViewportSize(PHONE);
    const hidden = await table.evaluate(({ parentElement: box }) => (box ? box.scrollWidth - box.clientWidth : -1));
    expect(hidden).toBe(0);
  });
}
