import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { BATCH_ID, CATALOGUE } from "../testing/catalogue.ts";
import { fakeWorld, type FakeWorld } from "../testing/fake-world.ts";
import { issuedLog, retiredLog } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import { typeInto } from "../testing/type-into.ts";
import RetirePage from "./RetirePage.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(world: FakeWorld) {
  world.logs = [issuedLog()];
  at = await stage(world);
  show(at, RetirePage, {});
  return at;
}

test("a batch of the wallet is retired, and its certificate linked", async () => {
  const { world, wallet } = await open(fakeWorld({ ...CATALOGUE, retire: () => 7n }));
  world.receipt.logs = [retiredLog(7n)];
  await screen.findByRole("option", { name: /VCS1340 · 2021 · 20 t/ });
  const batch = screen.getByTestId<HTMLSelectElement>("retire-batch");
  batch.value = `${BATCH_ID}`;
  batch.dispatchEvent(new Event("change", { bubbles: true }));
  typeInto("retire-quantity", "21");
  await waitFor(() => expect(screen.getByTestId("retire-obstacle").textContent).toMatch(/holds 20 t/));
  typeInto("retire-quantity", "1.25");
  typeInto("retire-private", "Ann, file 7");
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("retire").disabled).toBe(false));
  screen.getByTestId("retire").click();
  expect((await screen.findByTestId("certificate-link")).getAttribute("href")).toBe("/certificate/7");
  expect(screen.getByTestId("save-reference")).toBeTruthy();
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
  const sent = JSON.stringify(world.asked);
  expect(sent).not.toContain("416e6e2c2066696c652037"); // the private text in hex
});

test("credits that lie in the vault only are pointed out", async () => {
  await open(fakeWorld({ ...CATALOGUE, balanceOfBatch: () => [0n] }));
  expect((await screen.findByTestId("retire-vault-note")).textContent).toMatch(/Withdraw to your wallet/);
});
