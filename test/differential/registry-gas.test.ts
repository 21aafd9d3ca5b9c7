import { carbonCreditsAbi, encodeIssuance } from "@carbonxchange/sdk";
import { zeroHash } from "viem";
import type { Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMIN, BATCH, VERIFIER, createExchangeRig, openMarket } from "./exchange-rig.ts";
import { filledNamespace } from "../gas/filled-namespace.ts";
import type { ExchangeRig } from "./exchange-rig.ts";

const NAMESPACE = "GS1-1-UG-GS11236-16-2024-30307";
const INTERVALS = 10_000n;
const ISSUE_BOUND = 320_000n;
const RETIRE_BOUND = 190_000n;
/** A slot written for the first time, its calldata and its place in the event. */
const STATEMENT_BOUND = 25_000n;

let rig: ExchangeRig;

beforeAll(async () => {
  rig = await createExchangeRig();
  await openMarket(rig);
}, 120_000);
afterAll(() => rig.chain.close());

/** Writes ten thousand blocks into the namespace. */
async function fillNamespace(): Promise<void> {
  const { chain, contracts } = rig;
  const request = chain.publicClient.request as (call: { method: string; params: unknown[] }) => Promise<unknown>;
  for (const [slot, value] of filledNamespace(NAMESPACE, INTERVALS)) {
    await request({ method: "hardhat_setStorageAt", params: [contracts.credits.address, slot, value] });
  }
}

/** Proposes and attests one block of one serial; gives the proposal's number. */
async function attested(serial: bigint): Promise<bigint> {
  const { chain, contracts } = rig;
  const reportHash: Hex = `0x${"11".repeat(32)}`;
  const recipient = chain.wallets[ADMIN]?.account.address;
  if (recipient === undefined) throw new RangeError("no administrator");
  const issuance = encodeIssuance({
    projectId: 1n,
    serialNamespace: NAMESPACE,
    blockStart: serial,
    blockEnd: serial,
    vintageStart: Date.UTC(2024, 0, 1) / 1000,
    vintageEnd: Date.UTC(2024, 11, 31) / 1000,
    recipient,
    reportHash,
  });
  await chain.send(ADMIN, contracts.credits, "propose", [issuance]);
  const [, proposalId] = await chain.publicClient.readContract({
    address: contracts.credits.address,
    abi: carbonCreditsAbi,
    functionName: "counts",
  });
  await chain.send(VERIFIER, contracts.credits, "attest", [proposalId, reportHash]);
  return proposalId;
}

it("issues a batch among ten thousand intervals within its bound of gas", { timeout: 120_000 }, async () => {
  await fillNamespace();
  const { chain, contracts } = rig;
  const taken = await chain.publicClient.readContract({
    address: contracts.credits.address,
    abi: carbonCreditsAbi,
    functionName: "serialNeighbours",
    args: [NAMESPACE, 15_002],
  });
  expect(taken, "the set is written where the contract reads it").toEqual([false, 15_001, 15_001, 15_004, 15_004]);
  const { gasUsed } = await chain.send(ADMIN, contracts.credits, "issue", [await attested(15_002n)]);
  console.log(`issue among ${INTERVALS} intervals: ${gasUsed} gas`);
  expect(gasUsed).toBeLessThanOrEqual(ISSUE_BOUND);
});

it("retires with its certificate within its bound of gas; a public statement costs its storage on top", async () => {
  const { chain, contracts } = rig;
  const account = chain.wallets[ADMIN]?.account.address;
  const retire = (statement: string) =>
    chain.send(ADMIN, { ...contracts.credits, abi: RETIRE }, "retire", [
      account,
      BATCH,
      1_500n,
      {
        beneficiary: account,
        beneficiaryRef: zeroHash,
        purpose: 0,
        consumptionCountry: "0x4445",
        periodStart: Date.UTC(2025, 0, 1) / 1000,
        periodEnd: Date.UTC(2025, 11, 31) / 1000,
        statement,
        claim: 1,
      },
    ]);
  await retire("");
  const { gasUsed } = await retire("");
  const { gasUsed: withStatement } = await retire("Flights of 2025");
  console.log(`retire, certificate included: ${gasUsed} gas; with a public statement: ${withStatement} gas`);
  expect(gasUsed).toBeLessThanOrEqual(RETIRE_BOUND);
  expect(withStatement - gasUsed).toBeLessThan(STATEMENT_BOUND);
});

/** The registry has a second `retire`, of ERC-8393. */
const RETIRE = carbonCreditsAbi.filter(
  (item) => item.type === "function" && item.name === "retire" && item.inputs.length === 4,
);
