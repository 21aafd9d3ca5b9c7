import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import AuditStage from "../testing/AuditStage.svelte";
import { BATCH_ID, CATALOGUE } from "../testing/catalogue.ts";
import { contractAt, fakeWorld, type Answers } from "../testing/fake-world.ts";
import { issuedLog, movements, retiredLog } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(batchId: bigint | null, answers: Answers = {}, api: Record<string, unknown> = {}) {
  const world = fakeWorld({ ...CATALOGUE, ...answers }, api);
  world.logs = [...movements(), issuedLog(), retiredLog(7n)];
  at = await stage(world, false);
  show(at, AuditStage, { batchId });
}

const BATCH_DTO = {
  id: `${BATCH_ID}`,
  block: "99",
  issuedUnits: "100000",
  circulatingUnits: "78500",
  escrowedUnits: "20000",
  retiredUnits: "1500",
  cancelledUnits: "0",
};

test("a batch reconciles from the events and the contracts", async () => {
  await open(null);
  expect((await screen.findByTestId("audit-verdict")).textContent).toMatch(/All 1 batches reconcile/);
  expect(screen.getByTestId("audit-row").dataset["reconciled"]).toBe("true");
  expect(screen.getByText("Not asked")).toBeTruthy();
});

test("an exchange that holds less than the events leave with it is found", async () => {
  await open(null, { [`balanceOf:${contractAt("carbonCredits")}`]: () => 19_999n });
  expect((await screen.findByTestId("audit-verdict")).textContent).toMatch(/1 of 1 batches do not reconcile/);
  expect(screen.getByTestId("audit-row").dataset["reconciled"]).toBe("false");
});

test("what the API says stands beside it, with its block", async () => {
  await open(BATCH_ID, {}, { "/batches": { items: [BATCH_DTO], nextCursor: null } });
  expect((await screen.findByTestId("reconciled")).textContent).toMatch(/Reconciles/);
  expect(screen.getByTestId("chain-circulating").textContent).toBe("78.500");
  expect(screen.getByTestId("api-circulating").textContent).toBe("78.500");
  expect(screen.getByTestId("reconciliation").textContent).toMatch(/API: block 99/);
});

test("the history lists what happened, and the serials used up", async () => {
  await open(BATCH_ID);
  await waitFor(() =>
    expect(
      screen
        .getAllByTestId("history-row")
        .map((row) => row.dataset["kind"])
        .toSorted(),
    ).toEqual(["DEPOSITED", "ISSUED", "RETIRED"]),
  );
  await waitFor(() => expect(screen.getByTestId("serial-runs").textContent).toMatch(/certificate 7/));
  expect(screen.getByTestId("batch-serials").textContent).toBe("X 1 to 100");
});

test("a batch that was never issued is said to be unknown", async () => {
  await open(12345n);
  expect(await screen.findByText("No batch of this number was ever issued.")).toBeTruthy();
});
