import { screen } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { CATALOGUE } from "../testing/catalogue.ts";
import { fakeWorld } from "../testing/fake-world.ts";
import { issuedLog, retiredLog } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import PortfolioPage from "./PortfolioPage.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(connected: boolean) {
  const world = fakeWorld(CATALOGUE);
  world.logs = [issuedLog(), retiredLog(7n)];
  at = await stage(world, connected);
  show(at, PortfolioPage, {});
}

test("without a wallet it asks for one", async () => {
  await open(false);
  expect(screen.getByTestId("portfolio-connect")).toBeTruthy();
});

test("shows wallet, vault and retirements, and offers to move", async () => {
  await open(true);
  expect((await screen.findByTestId("holding-wallet")).textContent).toBe("20");
  expect(screen.getByTestId("holding-vault").textContent).toBe("50");
  expect((await screen.findByTestId("my-retirements")).textContent).toMatch(/Certificate 7/);
  (await screen.findAllByRole("button", { name: /^Move/ }))[0]?.click(); // drawn for wide and for narrow screens
  expect(await screen.findByTestId("move-market")).toBeTruthy();
  expect((await screen.findByTestId("vault-wallet")).textContent).toMatch(/\d/);
});
