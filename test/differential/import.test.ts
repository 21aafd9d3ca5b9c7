import { createCarbonClient } from "@carbonxchange/sdk";
import type { CarbonClient } from "@carbonxchange/sdk";
import { importRegistryCsv, submitImport } from "@carbonxchange/sdk/import";
import type { SubmittedProposal } from "@carbonxchange/sdk/import";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, VERIFIER, createExchangeRig } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";

const HEADER =
  "Issuance Date,Vintage Start,Vintage End,ID,Name,Country/Area,Project Type,Methodology,Quantity Issued,Serial Number,Retirement/Cancellation Date";
const row = (from: number, to: number, retired = "", project = 641) =>
  `2015-11-03,2012-04-16,2013-04-15,${project},Project ${project},Australia,AFOLU,VM0010,${to - from + 1},4147-${from}-${to}-VCU-016-MER-AU-14-${project}-16042012-15042013-0,${retired}`;
const EXPORT = [HEADER, row(1, 10), row(11, 20, "2016-10-13"), row(1, 5, "", 642), row(7, 9, "", 642)].join("\n");

let rig: ExchangeRig;
const clientOf = (account: number): CarbonClient => {
  const walletClient = rig.chain.wallets[account];
  if (!walletClient) throw new RangeError(`no account ${account}`);
  return createCarbonClient({ publicClient: rig.chain.publicClient, walletClient, deployment: rig.deployment });
};

beforeAll(async () => {
  rig = await createExchangeRig();
});
afterAll(() => rig.chain.close());

const short = (entry: SubmittedProposal): bigint | string =>
  "problem" in entry ? entry.problem.code : entry.proposalId;

describe("an imported export", () => {
  it("goes on chain as projects and proposals, once, and its blocks can be issued", async () => {
    const client = clientOf(ADMIN);
    const recipient = rig.chain.wallets[ADMIN]?.account.address ?? "0x";
    const result = importRegistryCsv(EXPORT, { recipient });
    const submitted = await submitImport(client, result, { includeHistory: false });
    expect(submitted.map(short)).toEqual([1n, 2n, 3n]);
    expect(await client.read.project(1n)).toMatchObject({ nativeId: "VCS641", country: "AU", mechanism: "MIXED" });
    expect(await client.read.project(2n)).toMatchObject({ nativeId: "VCS642" });

    for (const entry of submitted) {
      if ("problem" in entry) throw entry.problem;
      const { issuance } = await client.read.proposal(entry.proposalId);
      expect(issuance).toMatchObject({
        serialNamespace: entry.proposal.serialNamespace,
        blockEnd: entry.proposal.blockEnd,
      });
      await clientOf(VERIFIER).write.attest(entry.proposalId, entry.proposal.reportHash);
      expect((await client.write.issue(entry.proposalId)).units).toBe(entry.proposal.quantityTonnes * 1000n);
    }

    // the same file again: known projects are found, issued blocks are refused one by one, history is still free
    const again = await submitImport(client, result, { includeHistory: true });
    expect(again.map(short)).toEqual([
      "CarbonCredits_SerialOverlap",
      4n,
      "CarbonCredits_SerialOverlap",
      "CarbonCredits_SerialOverlap",
    ]);
  });

  it("lists every proposal as refused when the account lacks the role", async () => {
    const result = importRegistryCsv(EXPORT, { recipient: rig.chain.wallets[1]?.account.address ?? "0x" });
    const submitted = await submitImport(clientOf(1), result, { includeHistory: false });
    expect(submitted.map(short)).toEqual(Array(3).fill("AccessManagedUnauthorized"));
  });
});
