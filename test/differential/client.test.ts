import {
  CarbonContractError,
  UNBOUNDED_RULES,
  createCarbonClient,
  decodeSvgImage,
  unpackOrderId,
} from "@carbonxchange/sdk";
import type { CarbonClient, RetirementInput } from "@carbonxchange/sdk";
import { getAddress, zeroAddress } from "viem";
import type { Address } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ADMIN,
  BASE,
  BATCH,
  BLOCK,
  MARKET,
  NAMESPACE,
  QUOTE,
  createExchangeRig,
  fund,
  openMarket,
} from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";

const ALICE = 1;
const BOB = 2;
const STRANGER = 9;
const CASH = 1_000_000_000n;
const CREDITS = 500_000n;

let rig: ExchangeRig;
let restore: () => Promise<void>;

beforeAll(async () => {
  rig = await createExchangeRig();
  await openMarket(rig);
  for (const trader of [ALICE, BOB]) await fund(rig, trader, CASH, CREDITS);
  restore = await rig.chain.snapshot();
});
beforeEach(async () => {
  await restore();
  restore = await rig.chain.snapshot();
});
afterAll(() => rig.chain.close());

function clientOf(account: number): CarbonClient {
  const walletClient = rig.chain.wallets[account];
  if (!walletClient) throw new RangeError(`no account ${account}`);
  return createCarbonClient({ publicClient: rig.chain.publicClient, walletClient, deployment: rig.deployment });
}

const addressOf = (account: number): Address => getAddress(rig.chain.wallets[account]?.account.address ?? zeroAddress);
const order = { marketId: MARKET, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1250, lots: 5n } as const;

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(CarbonContractError);
    return error instanceof CarbonContractError ? error.code : "";
  }
  return "nothing was thrown";
}

describe("trading", () => {
  it("places, shows, fills and cancels", async () => {
    const [alice, bob] = [clientOf(ALICE), clientOf(BOB)];
    const placed = await alice.write.place(order);
    const [orderId = 0n] = placed.resting;
    expect(placed).toMatchObject({ deferred: [], filledLots: 0n });
    expect(await bob.read.best(MARKET)).toEqual({ bidTicks: null, askTicks: 1250 });
    expect(await bob.read.depth(MARKET, "ASK")).toEqual([{ priceTicks: 1250, lots: 5n }]);
    expect(await bob.read.order(orderId)).toMatchObject({
      id: orderId,
      owner: addressOf(ALICE),
      side: "ASK",
      lots: 5n,
      live: true,
    });

    const taken = await bob.write.place({ ...order, side: "BID", orderType: "MARKET", lots: 2n });
    expect(taken).toMatchObject({ resting: [], filledLots: 2n, notional: 25_000_000n, takerFee: 62_500n });
    expect(taken.fills).toMatchObject([{ priceTicks: 1250, lots: 2n, remainingLots: 3n, outcome: "FILLED" }]);
    expect(await bob.read.balance(addressOf(BOB), QUOTE)).toBe(CASH - 25_062_500n);
    expect(await bob.read.ordersAt(MARKET, "ASK", 1250)).toMatchObject([{ id: orderId, lots: 3n }]);

    const cancelled = await alice.write.cancel(orderId);
    expect(cancelled.orders).toEqual([{ orderId, lots: 3n, reason: "OWNER" }]);
    expect(await codeOf(() => alice.write.cancel(orderId))).toBe("Exchange_OrderNotLive");
  });

  it("places and cancels in batches, defers, cranks and prunes", async () => {
    const [alice, bob] = [clientOf(ALICE), clientOf(BOB)];
    const { timestamp } = await rig.chain.publicClient.getBlock();
    const expiry = Number(timestamp) + 1000;
    const { resting } = await alice.write.placeBatch([order, { ...order, priceTicks: 1251, expiry }]);
    expect(resting).toHaveLength(2);
    const { deferred } = await bob.write.place({ ...order, side: "BID", priceTicks: 1250, lots: 4n, maxFills: 0 });
    expect(await bob.read.queue(MARKET)).toEqual({ head: 1, tail: 2 });
    expect((await alice.write.crank(MARKET, 10)).progressed).toEqual([
      { orderId: deferred[0], lotsFilled: 4n, lotsLeft: 0n },
    ]);
    await rig.chain.setNextTime(expiry + 1);
    expect((await bob.write.prune(resting)).orders).toEqual([{ orderId: resting[1], lots: 5n, reason: "EXPIRED" }]);
    expect((await alice.write.cancelBatch(resting)).orders).toEqual([
      { orderId: resting[0], lots: 1n, reason: "OWNER" },
    ]);
  });

  it("places an iceberg, knows it by one id while its parts come and go, and cancels it whole", async () => {
    const [alice, bob] = [clientOf(ALICE), clientOf(BOB)];
    const placed = await alice.write.place({ ...order, lots: 10n, displayLots: 3 });
    const [iceberg = 0n] = placed.resting;
    expect(unpackOrderId(iceberg)).toMatchObject({ kind: "ICEBERG_ASK", priceTicks: 1250, sequence: 1 });
    expect(await bob.read.depth(MARKET, "ASK")).toEqual([{ priceTicks: 1250, lots: 3n }]);
    await bob.write.place({ ...order, side: "BID", lots: 4n });
    expect(await bob.read.ordersAt(MARKET, "ASK", 1250)).toMatchObject([{ lots: 2n, owner: addressOf(ALICE) }]);
    expect(await bob.read.order(iceberg)).toMatchObject({ live: true, lots: 2n });
    expect((await alice.write.cancel(iceberg)).orders).toEqual([{ orderId: iceberg, lots: 6n, reason: "OWNER" }]);
    expect(await bob.read.order(iceberg)).toMatchObject({ live: false });
  });

  it("reads a market's phase, rules, tape and band, and sees a breaker trip", async () => {
    const [alice, bob] = [clientOf(ALICE), clientOf(BOB)];
    const rules = { ...UNBOUNDED_RULES, moveCapBps: 100, auctionSeconds: 60 };
    const { address, abi } = rig.contracts.exchange;
    await rig.chain.send(ADMIN, { address, abi }, "setMarketRules", [MARKET, rules]);
    expect(await bob.read.marketRules(MARKET)).toEqual(rules);
    expect(await bob.read.tape(MARKET)).toMatchObject({ lastTicks: null, lastTradeAt: null, volumeLots: 0n });
    await alice.write.placeBatch([order, { ...order, priceTicks: 1262 }, { ...order, priceTicks: 1263 }]);
    const market = { ...order, side: "BID", orderType: "MARKET", priceTicks: 2000 } as const;
    expect(await bob.write.place(market)).toMatchObject({ filledLots: 5n, breached: false });
    expect(await bob.read.tape(MARKET)).toMatchObject({ lastTicks: 1250, volumeLots: 5n });
    expect(await bob.read.priceBand(MARKET)).toEqual({ lowTicks: 1238, highTicks: 1262 });
    expect(await bob.write.place({ ...market, lots: 8n })).toMatchObject({ filledLots: 5n, breached: true });
    const { timestamp } = await rig.chain.publicClient.getBlock();
    expect(await bob.read.marketPhase(MARKET)).toEqual({ phase: "AUCTION", endsAt: Number(timestamp) + 60 });
    expect(await codeOf(() => bob.write.place(market))).toBe("Exchange_NotInAuction");
  });

  it("words a refusal with its numbers before anything is sent", async () => {
    const nonce = () => rig.chain.publicClient.getTransactionCount({ address: addressOf(BOB) });
    const before = await nonce();
    const bob = clientOf(BOB);
    await expect(bob.write.place({ ...order, lots: 1n })).rejects.toMatchObject({
      code: "Exchange_SizeBelowMinimum",
      args: { lots: 1, minLots: 2 },
      message: "1 lots is below the market's minimum of 2. Increase the size.",
    });
    expect(await codeOf(() => bob.write.place({ ...order, side: "BID", orderType: "LIMIT_FOK" }))).toBe(
      "Exchange_NotFilled",
    );
    expect(await codeOf(() => clientOf(STRANGER).write.place(order))).toBe("Exchange_NotEligible");
    expect(await codeOf(() => bob.read.market(99))).toBe("Exchange_UnknownMarket");
    expect(await nonce()).toBe(before);
  });
});

describe("the vault", () => {
  it("takes money by approval and by permit, and pays out", async () => {
    await rig.admit(STRANGER);
    const stranger = clientOf(STRANGER);
    await rig.chain.send(STRANGER, rig.contracts.quote, "mint", [addressOf(STRANGER), 900n]);
    expect(await stranger.write.deposit(QUOTE, 300n)).toMatchObject({ asset: QUOTE, amount: 300n, freeAfter: 300n });
    const { timestamp } = await rig.chain.publicClient.getBlock();
    const permitDeadline = timestamp + 3600n;
    expect(await stranger.write.deposit(QUOTE, 600n, { permitDeadline })).toMatchObject({
      amount: 600n,
      freeAfter: 900n,
    });
    expect(await stranger.write.withdraw(QUOTE, 100n)).toMatchObject({ amount: 100n, freeAfter: 800n });
    expect(await codeOf(() => stranger.write.withdraw(QUOTE, 801n))).toBe("Exchange_InsufficientBalance");
    expect(await codeOf(() => stranger.write.deposit(QUOTE, 10_000n))).toBe("ERC20InsufficientBalance");
  });

  it("takes credits in one transaction", async () => {
    const admin = clientOf(ADMIN);
    await rig.admit(ADMIN);
    expect(await admin.write.depositCredits(BATCH, 1234n)).toMatchObject({
      asset: BASE,
      amount: 1234n,
      freeAfter: 1234n,
    });
    expect(await admin.read.asset(BASE)).toMatchObject({ isCredit: true, batchId: BATCH });
    expect(await admin.read.assetIndex(rig.deployment.contracts.quoteToken.address, 0n)).toBe(QUOTE);
  });
});

describe("the registry", () => {
  const retirement = (account: Address): RetirementInput => ({
    account,
    batchId: BATCH,
    units: 2500n,
    purpose: "CORSIA",
    consumptionCountry: "KE",
    periodStart: Date.UTC(2025, 0, 1) / 1000,
    periodEnd: Date.UTC(2025, 11, 31) / 1000,
    statement: "Flights of 2025",
  });

  it("registers, proposes, attests and issues", async () => {
    const admin = clientOf(ADMIN);
    const project = {
      registryName: "Verra",
      nativeId: "VCS1",
      name: "Wind",
      methodology: "ACM0002",
      country: "IN",
      mechanism: "REDUCTION",
    } as const;
    const { projectId } = await admin.write.registerProject(project);
    expect(await admin.read.project(projectId)).toEqual({ id: projectId, ...project });
    expect(await codeOf(() => admin.write.registerProject(project))).toBe("CarbonCredits_ProjectExists");
    const reportHash = `0x${"22".repeat(32)}` as const;
    const issuance = {
      projectId,
      serialNamespace: "GS1-1-IN-GS1-2-2024-3",
      blockStart: 1n,
      blockEnd: 10n,
      vintageStart: Date.UTC(2024, 0, 1) / 1000,
      vintageEnd: Date.UTC(2024, 11, 31) / 1000,
      recipient: addressOf(ALICE),
      reportHash,
    };
    const { proposalId } = await admin.write.propose(issuance);
    expect(await admin.read.proposal(proposalId)).toMatchObject({ issuance, status: "PROPOSED", verifier: null });
    const verifier = clientOf(5);
    expect(await codeOf(() => verifier.write.attest(proposalId, `0x${"33".repeat(32)}`))).toBe(
      "CarbonCredits_ReportMismatch",
    );
    await verifier.write.attest(proposalId, reportHash);
    const issued = await admin.write.issue(proposalId);
    expect(issued.units).toBe(10_000n);
    expect(await admin.read.batch(issued.batchId)).toMatchObject({
      projectId,
      blockStart: 1n,
      blockEnd: 10n,
      retiredUnits: 0n,
    });
    expect(await admin.read.serialsTaken(issuance.serialNamespace, 10n, 20n)).toEqual({
      blockStart: 1n,
      blockEnd: 10n,
    });
    expect(await admin.read.serialsTaken(issuance.serialNamespace, 11n, 20n)).toBeNull();
    expect(await codeOf(() => admin.write.propose(issuance))).toBe("CarbonCredits_SerialOverlap");
  });

  it("retires with exact serials and a certificate that names them", async () => {
    const admin = clientOf(ADMIN);
    const { retirementId, serials } = await admin.write.retire(retirement(addressOf(ADMIN)));
    expect(serials).toMatchObject({ first: BLOCK.start, last: BLOCK.start + 2n });
    const record = await admin.read.retirement(retirementId);
    expect(record).toMatchObject({ units: 2500n, firstUnit: 0n, purpose: "CORSIA", consumptionCountry: "KE", serials });
    const certificate = await admin.read.certificate(retirementId);
    expect(certificate.owner).toBe(addressOf(ADMIN));
    expect(JSON.stringify(certificate.metadata)).toContain(serials.firstText);
    expect(decodeSvgImage(certificate.metadata.image)).toMatch(/^<svg.*<\/svg>$/s);
    const next = await admin.write.retire(retirement(addressOf(ADMIN)));
    expect(next.serials.first).toBe(serials.last);
    expect(await codeOf(() => admin.read.certificate(99n))).toMatch(/ERC721NonexistentToken|UnknownRetirement/);
  });

  it("cancels credits for a typed reason", async () => {
    const admin = clientOf(ADMIN);
    const cancelled = await admin.write.cancelCredits({
      account: addressOf(ADMIN),
      batchId: BATCH,
      units: 1000n,
      reason: "EXPORT",
      note: "to X",
    });
    expect(cancelled.serials.first).toBe(cancelled.serials.last);
    expect((await admin.read.batch(BATCH)).cancelledUnits).toBe(1000n);
    expect((await admin.read.batch(BATCH)).serialNamespace).toBe(NAMESPACE);
  });

  it("knows who may trade", async () => {
    expect(await clientOf(ALICE).read.eligibility(addressOf(ALICE))).toMatchObject({
      tier: 1,
      country: "DE",
      canTrade: true,
      blocked: false,
    });
    expect(await clientOf(ALICE).read.eligibility(addressOf(STRANGER))).toMatchObject({
      tier: 0,
      country: null,
      canTrade: false,
    });
  });
});

describe("a client without a wallet", () => {
  it("reads, and says why it cannot write", async () => {
    const client = createCarbonClient({ publicClient: rig.chain.publicClient, deployment: rig.deployment });
    expect(await client.read.market(MARKET)).toMatchObject({
      lotUnits: 1000n,
      tickSize: 10_000n,
      minLots: 2n,
      phase: "CONTINUOUS",
    });
    expect(await codeOf(() => client.write.place(order))).toBe("NoWallet");
  });
});
