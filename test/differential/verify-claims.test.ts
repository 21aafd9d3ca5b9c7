import { carbonBasketAbi, labelRegistryAbi, reversalBufferAbi } from "@carbonxchange/sdk";
import { findContracts, findGoverned, verifyJson, verifyReport } from "@carbonxchange/sdk/node";
import type { Verification } from "@carbonxchange/sdk/node";
import { getAddress, parseEventLogs } from "viem";
import type { Abi, Address, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimForgeries } from "./claim-forgeries.ts";
import { createClaimsRig, targetOfRig, verifyRig } from "./claims-rig.ts";
import type { ClaimsRig } from "./claims-rig.ts";
import { ALICE, liveClaimsYear } from "./claims-year.ts";
import type { ClaimsYear } from "./claims-year.ts";
import { BATCH, openMarket } from "./exchange-rig.ts";
import { expectNamed, tamper } from "./forgery.ts";

const BLOCKS_PER_CALL = 40n;

let rig: ClaimsRig;
let year: ClaimsYear;

beforeAll(async () => {
  rig = await createClaimsRig();
  await openMarket(rig);
  year = await liveClaimsYear(rig);
});
afterAll(() => rig.chain.close());

const verify = (): Promise<Verification> => verifyRig(rig, BLOCKS_PER_CALL);
const who = (account: number): Hex => rig.chain.wallets[account]?.account.address ?? "0x";

async function eventsOf(address: Address, abi: Abi): Promise<Set<string>> {
  const logs = await rig.chain.publicClient.getLogs({ address, fromBlock: 0n });
  return new Set(parseEventLogs({ abi, logs }).map((log) => (log as unknown as { eventName: string }).eventName));
}

describe("the verifier after months in which claims changed", () => {
  it("finds nothing to explain", async () => {
    const { differences, unread } = await verify();
    expect(differences).toEqual([]);
    expect([...unread]).toEqual([]);
  });

  it("really had such months to look at", async () => {
    const { labels, buffer, basket } = rig.claims;
    const wanted: [Address, Abi, string[]][] = [
      [labels.address, labelRegistryAbi, ["LabelRevoked", "LabelsRefreshed", "AdjustmentRecorded", "AttesterSet"]],
      [buffer.address, reversalBufferAbi, ["BufferCredited", "CaseExtended", "LossConsented", "LossRefused"]],
      [buffer.address, reversalBufferAbi, ["CaseLapsed", "LossCovered", "CaseSettled", "ImpairmentHealed"]],
      [buffer.address, reversalBufferAbi, ["DebtChanged", "BondPosted", "BondWithdrawn", "InvalidationWindowSet"]],
      [basket.address, carbonBasketAbi, ["RulesWithdrawn", "BasketRedeemed", "BasketRetired", "FeeRecipientSet"]],
    ];
    for (const [address, abi, names] of wanted) {
      const happened = await eventsOf(address, abi);
      expect(names.filter((name) => !happened.has(name))).toEqual([]);
    }
  });

  it("says what each source bore of each loss, and what was left", async () => {
    const { ledger } = await verify();
    const borne = ledger.buffer.cases.get(2n)?.borne;
    expect([...(borne ?? [])]).toEqual([
      ["PROJECT_BUFFER", 30_000n],
      ["PROGRAMME_BUFFER", 4_000n],
      ["GUARANTOR", 4_500n],
    ]);
    expect(ledger.buffer.cases.get(2n)?.uncoveredUnits).toBe(1_501n);
    // a bond stands before the buffer where credits are invalidated
    expect([...(ledger.buffer.cases.get(4n)?.borne ?? [])]).toEqual([["GUARANTOR", 600n]]);
  });

  it("prints pools, labels, losses, baskets and what waits, and gives the same to programs", async () => {
    const verification = await verify();
    const text = verifyReport(verification).join("\n");
    expect(text).toMatch(/^1-1 +700 +400 +43300 +0$/m);
    expect(text).toContain("batch 1-1  CCP, ADJUSTMENT-COMMITTED, AUTHORISED-NDC, AUTHORISED-OTHER\n");
    expect(text).toMatch(/^2 REVERSAL +SETTLED +40001 +30000 +4000 +4500 +1501$/m);
    expect(text).toContain("project 2 owes ");
    expect(text).toMatch(/^0x[0-9a-f]{40} {2}\d+ kg of 2 batches {2}fees \d+ kg {2}rules 3, 4 announced$/m);
    expect(text).toContain("1 of 3 requested retirements");
    expect(text).toContain(`import ${year.importRoot}: 2 of 3 issued`);
    const parsed = JSON.parse(verifyJson(verification)) as { baskets: { supplyUnits: string }[]; cases: unknown[] };
    expect(parsed.cases).toHaveLength(6);
    const { basket } = rig.claims;
    const supply = { address: basket.address, abi: carbonBasketAbi, functionName: "totalSupply" } as const;
    expect(BigInt(parsed.baskets[0]?.supplyUnits ?? 0)).toBe(await rig.chain.publicClient.readContract(supply));
  });

  it.each(claimForgeries({ who, year: () => year }))("names %s when it was altered", async (_, forgery) => {
    const restore = await rig.chain.snapshot();
    await tamper(rig, rig.deployment.contracts[forgery.contract].address, forgery.slot(), forgery.bits);
    const { differences } = await verify();
    await restore();
    expectNamed(differences, forgery.figure);
  });

  it("agrees again when the forgeries are undone", async () => {
    expect((await verify()).differences).toEqual([]);
  });

  it("names a basket without the credits behind its tokens", async () => {
    const restore = await rig.chain.snapshot();
    const { credits } = rig.contracts;
    await rig.chain.setNextTime(Number((await rig.chain.publicClient.getBlock()).timestamp) + 40 * 86_400);
    await rig.chain.send(0, credits, "forcedTransfer", [rig.claims.basket.address, who(ALICE), BATCH, 9n]);
    const { differences } = await verify();
    await restore();
    expect(differences).toMatchObject([
      { kind: "rule", figure: expect.stringMatching(/^credits behind the tokens/) as string },
    ]);
  });
});

describe("the contracts behind a registry", () => {
  it("are found from its address alone", async () => {
    const { publicClient: client } = rig.chain;
    const { carbonCredits } = rig.deployment.contracts;
    const wait = () => Promise.resolve();
    const named = await findContracts(client, carbonCredits.address, undefined);
    const found = await findGoverned({ client, blocksPerCall: BLOCKS_PER_CALL, attempts: 1, wait }, named);
    const expected = targetOfRig(rig);
    const checksummed = (addresses: object) =>
      Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, getAddress(address as Address)]));
    expect(checksummed(found.addresses)).toEqual(checksummed(expected.addresses));
    expect(found.baskets.map((address) => getAddress(address))).toEqual(
      expected.baskets.map((address) => getAddress(address)),
    );
  });
});
