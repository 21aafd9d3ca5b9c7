import { screen, waitFor } from "@testing-library/svelte";
import type { Component } from "svelte";
import { afterEach, expect, test } from "vitest";
import { CATALOGUE, REPORT } from "../testing/catalogue.ts";
import { ANN } from "../testing/fake-wallet.ts";
import { fakeWorld, type Answers } from "../testing/fake-world.ts";
import { anExport, anExportRow } from "../testing/registry-export.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import { typeInto } from "../testing/type-into.ts";
import RegistryStage from "../testing/RegistryStage.svelte";
import ImportPanel from "./ImportPanel.svelte";
import ProjectForm from "./ProjectForm.svelte";
import ProjectTable from "./ProjectTable.svelte";
import ProposalList from "./ProposalList.svelte";
import ProposeForm from "./ProposeForm.svelte";
import RegistryNav from "./RegistryNav.svelte";

let at: Stage | undefined;
afterEach(() => at?.end());

async function open(shown: Component<Record<string, never>, object, string>, answers: Answers = {}) {
  at = await stage(fakeWorld({ ...CATALOGUE, ...answers }));
  show(at, RegistryStage, { shown });
  return at;
}
const button = (id: string) => screen.getByTestId<HTMLButtonElement>(id);

test("a verifier attests only after confirming the very report", async () => {
  const { wallet } = await open(ProposalList, { attest: () => undefined });
  await screen.findByTestId("attest");
  expect(screen.getByTestId("proposed-hash").textContent).toBe(REPORT);
  expect(button("attest").disabled).toBe(true);
  typeInto("attest-hash", `0x${"66".repeat(32)}`);
  await screen.findByText(/not the report that was proposed/);
  expect(button("attest").disabled).toBe(true);
  typeInto("attest-hash", REPORT);
  await waitFor(() => expect(button("attest").disabled).toBe(false));
  button("attest").click();
  await waitFor(() => expect(screen.getByTestId("proposal-done").textContent).toMatch(/attested/));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("an account without the role sees why it cannot act", async () => {
  await open(ProposalList, { hasRole: () => [false, 0] });
  expect(await screen.findAllByText("Your account does not hold the verifier role.")).not.toHaveLength(0);
});

test("a pasted serial fills in the proposal, and taken serials are named", async () => {
  await open(ProposeForm, { serialsTaken: () => [true, 531_686_655, 531_686_660] });
  await screen.findByText(/VCS1340 · Forest of the test/);
  typeInto("serial-text", "13861-531686655-531686669-VCS-VCU-263-VER-AU-7-1340-01012021-30112021-1");
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("propose-blockEnd").value).toBe("531686669"));
  expect(screen.getByTestId<HTMLSelectElement>("propose-project").value).toBe("1");
  typeInto("propose-report", REPORT);
  await waitFor(() => expect(screen.getByTestId("propose-obstacle").textContent).toMatch(/531686655 to 531686660/));
});

test("a complete proposal is sent", async () => {
  const { wallet } = await open(ProposeForm, { propose: () => 2n });
  await screen.findByText(/VCS1340 · Forest of the test/);
  typeInto("serial-text", "13861-531686655-531686669-VCS-VCU-263-VER-AU-7-1340-01012021-30112021-1");
  typeInto("propose-report", REPORT);
  await waitFor(() => expect(button("propose").disabled).toBe(false));
  expect(button("propose").textContent).toMatch(/15 t/);
  button("propose").click();
  await waitFor(() => expect(screen.getByTestId("propose-done").textContent).toMatch(/proposed/));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("projects are listed, and a new one can be registered", async () => {
  const { wallet } = await open(ProjectForm, { registerProject: () => 2n });
  for (const [field, text] of [
    ["nativeId", "VCS9"],
    ["name", "New"],
    ["methodology", "VM0001"],
    ["country", "pk"],
  ] as const) {
    typeInto(`project-${field}`, text);
  }
  await waitFor(() => expect(button("register-project").disabled).toBe(false));
  button("register-project").click();
  await waitFor(() => expect(screen.getByTestId("project-done").textContent).toBe("VCS9 is registered."));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("the table names what is registered", async () => {
  await open(ProjectTable);
  expect((await screen.findByTestId("projects")).textContent).toMatch(/Forest of the test/);
});

async function chooseExport(csv: string) {
  const input = screen.getByTestId<HTMLInputElement>("import-file");
  const file = { name: "export.csv", text: () => Promise.resolve(csv) };
  Object.defineProperty(input, "files", { value: [file] });
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return screen.findByTestId("import-summary");
}

test("an export is previewed with its bad rows, and what is chosen is proposed", async () => {
  const { wallet } = await open(ImportPanel, { propose: () => 2n });
  const summary = await chooseExport(anExport(anExportRow(1, 15), "nonsense"));
  expect(summary.textContent).toMatch(/2 rows/);
  expect(screen.getByTestId("import-rejected").textContent).toMatch(/3/);
  await waitFor(() => expect(button("import-propose").disabled).toBe(false));
  button("import-propose").click();
  await waitFor(() => expect(screen.getByTestId("import-progress").textContent).toBe("1 proposed."));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("only what still circulates at the source can be chosen, and each row says why", async () => {
  await open(ImportPanel);
  await chooseExport(anExport(anExportRow(1, 15), anExportRow(16, 20, "2023-01-13")));
  const boxes = screen.getAllByRole<HTMLInputElement>("checkbox", { name: /line/ });
  expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
    [true, false],
    [false, true],
  ]);
  const reasons = boxes.map((box) => document.getElementById(box.getAttribute("aria-describedby") ?? "")?.textContent);
  expect(reasons[0]).toMatch(/No later retirement/);
  expect(reasons[1]).toMatch(/Retired there on 2023-01-13/);
  screen.getByTestId("import-none").click();
  screen.getByTestId("import-all").click();
  await waitFor(() => expect(screen.getByTestId("import-chosen").textContent).toBe("1 of 2 chosen"));
});

test("a file of another kind is named as such", async () => {
  await open(ImportPanel);
  expect((await chooseExport("name,colour\na,b")).textContent).toMatch(/no export that can be read/);
});

test("a refusal needs a reason", async () => {
  const { wallet } = await open(ProposalList, { refuse: () => undefined });
  await screen.findByTestId("refuse");
  typeInto("refuse-reason", "The report names another site.");
  await waitFor(() => expect(button("refuse").disabled).toBe(false));
  button("refuse").click();
  await waitFor(() => expect(screen.getByTestId("proposal-done").textContent).toMatch(/refused/));
  expect(wallet.asked).toEqual(["eth_sendTransaction"]);
});

test("an attested proposal is issued, or taken back by its proposer", async () => {
  const proposal = CATALOGUE["proposal"]?.() as unknown[];
  const { wallet } = await open(ProposalList, {
    proposal: () => [proposal[0], 2, ANN, "0x00000000000000000000000000000000000000b1"],
    issue: () => 1n,
    withdrawProposal: () => undefined,
  });
  await screen.findByTestId("issue");
  await waitFor(() => expect(button("issue").disabled).toBe(false));
  button("issue").click();
  await waitFor(() => expect(screen.getByTestId("proposal-done").textContent).toMatch(/is issued/));
  button("withdraw-proposal").click();
  await waitFor(() => expect(screen.getByTestId("proposal-done").textContent).toMatch(/withdrawn/));
  expect(wallet.asked).toEqual(["eth_sendTransaction", "eth_sendTransaction"]);
});

test("the navigation says where one is and which roles one has", async () => {
  await open(RegistryNav);
  await waitFor(() => expect(screen.getByTestId("desk-roles").textContent).toMatch(/Registry.*Verifier/s));
  expect(screen.getByRole("link", { name: "Projects" }).getAttribute("href")).toBe("/registry/projects");
});
