import { screen, waitFor } from "@testing-library/svelte";
import { zeroHash } from "viem";
import { afterEach, expect, test } from "vitest";
import { BATCH_ID, CATALOGUE } from "../testing/catalogue.ts";
import { ANN } from "../testing/fake-wallet.ts";
import { fakeWorld, Revert, type Answers } from "../testing/fake-world.ts";
import { retiredLog } from "../testing/logs.ts";
import { show, stage, type Stage } from "../testing/show.ts";
import CertificatePage from "./CertificatePage.svelte";
import { readTokenUri } from "./token-document.ts";

let at: Stage | undefined;
afterEach(() => at?.end());

const attributes = {
  "Quantity (tonnes CO2e)": "1.500",
  "First serial": "X-1",
  "Last serial": "X-2",
  "Retired at": "2023-11-14",
  Beneficiary: ANN,
  "Project ID": "VCS1340",
};
const uriOf = (traits: Record<string, string>) => {
  const list = Object.entries(traits).map(([trait_type, value]) => ({ trait_type, value }));
  const document = {
    name: "Retirement certificate #7",
    image: `data:image/svg+xml;base64,${btoa("<svg/>")}`,
    attributes: list,
  };
  return `data:application/json;base64,${btoa(JSON.stringify(document))}`;
};
const RETIREMENT = {
  batchId: BATCH_ID,
  account: ANN,
  units: 1_500n,
  firstUnit: 0n,
  retiredAt: 1_700_000_000,
  details: {
    beneficiary: ANN,
    beneficiaryRef: zeroHash,
    purpose: 0,
    consumptionCountry: "0x4b45",
    periodStart: 0,
    periodEnd: 0,
    statement: "Flights",
    claim: 0,
  },
};
const ANSWERS: Answers = {
  ...CATALOGUE,
  retirement: () => RETIREMENT,
  ownerOf: () => ANN,
  tokenURI: () => uriOf(attributes),
};

async function open(answers: Answers = ANSWERS) {
  const world = fakeWorld(answers);
  world.logs = [retiredLog(7n)];
  at = await stage(world, false);
  show(at, CertificatePage, { id: 7n });
  return world;
}

test("a certificate is read from the contracts alone", async () => {
  await open();
  expect((await screen.findByTestId("certificate-quantity")).textContent).toBe("1.500 t CO₂e");
  expect(screen.getByTestId("certificate-serials").textContent).toBe("X 1 to 2");
  await waitFor(() => expect(screen.getByTestId("certificate-tx").textContent).toMatch(/block 100, log 1/));
});

test("verifying reads the chain again and finds that all agrees", async () => {
  await open();
  (await screen.findByTestId("verify")).click();
  await waitFor(() =>
    expect(screen.getByTestId("verify-verdict").textContent).toBe("Everything agrees with the chain."),
  );
});

test("verifying finds a document that says something else", async () => {
  const world = await open();
  const verify = await screen.findByTestId("verify");
  world.answers["tokenURI"] = () => uriOf({ ...attributes, "Quantity (tonnes CO2e)": "15.000" });
  verify.click();
  await waitFor(() => expect(screen.getByTestId("verify-verdict").textContent).toMatch(/does not agree/));
  expect(screen.getByTestId("verify-checks").textContent).toMatch(/Quantity/);
});

test("a certificate held by another than the beneficiary is found", async () => {
  const world = await open();
  const verify = await screen.findByTestId("verify");
  world.answers["ownerOf"] = () => "0x00000000000000000000000000000000000000b1";
  verify.click();
  await waitFor(() => expect(screen.getByTestId("verify-verdict").textContent).toMatch(/does not agree/));
});

test("an unknown retirement is said to be unknown", async () => {
  await open({
    retirement: () => {
      throw new Revert("CarbonCredits_UnknownRetirement", [7n, 3n]);
    },
  });
  expect((await screen.findByTestId("certificate-problem")).textContent).toMatch(/7/);
});

test.each(["", "https://somewhere", "data:application/json;base64,e30="])("%j is no certificate document", (uri) => {
  expect(() => readTokenUri(uri)).toThrow();
});
