import {
  CarbonContractError,
  UNBOUNDED_RULES,
  buildSetMarketRulesRequest,
  createCarbonClient,
} from "@carbonxchange/sdk";
import type { CarbonClient } from "@carbonxchange/sdk";
import { getAddress, zeroAddress } from "viem";
import type { Address } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADMIN, MARKET, createExchangeRig, fund, openMarket } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";

const ALICE = 1;
const BOB = 2;
const KEEPER = 3;
const order = { marketId: MARKET, side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1250, lots: 5n } as const;

let rig: ExchangeRig;
let restore: () => Promise<void>;

beforeAll(async () => {
  rig = await createExchangeRig();
  await openMarket(rig);
  for (const trader of [ALICE, BOB]) await fund(rig, trader, 1_000_000_000n, 500_000n);
  await rig.admit(KEEPER);
  const rules = { ...UNBOUNDED_RULES, keeperFeeTicks: 2 };
  const { functionName, args } = buildSetMarketRulesRequest(rig.deployment, MARKET, rules);
  await rig.chain.send(ADMIN, rig.contracts.exchange, functionName, args);
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
const now = async () => Number((await rig.chain.publicClient.getBlock()).timestamp);
const [alice, bob, keeper] = [() => clientOf(ALICE), () => clientOf(BOB), () => clientOf(KEEPER)];

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    return error instanceof CarbonContractError ? error.code : String(error);
  }
  return "nothing was thrown";
}

/** Bob buys from alice, which leaves a price behind, and a block passes, from which on it counts. */
async function trade(priceTicks: number): Promise<void> {
  await alice().write.place({ ...order, priceTicks });
  await bob().write.place({ ...order, side: "BID", priceTicks, orderType: "LIMIT_IOC" });
  await keeper().write.setDeadMan(0);
}

describe("orders that wait for a price", () => {
  it("are placed, read, fired with the keeper paid, and cancelled", async () => {
    await trade(1250);
    const terms = { marketId: MARKET, side: "ASK", lots: 5n, limitTicks: 1200 } as const;
    const stop = await alice().write.placeConditional({ ...terms, kind: "STOP_LIMIT", triggerTicks: 1240 });
    const other = await alice().write.placeConditional({ ...terms, kind: "TRAILING_STOP", trailTicks: 5 });
    expect(await bob().read.conditional(stop.orderId)).toMatchObject({
      owner: addressOf(ALICE),
      kind: "STOP_LIMIT",
      triggerBelowTicks: 1240,
      triggerAboveTicks: null,
      keeperFeeTicks: 2,
    });
    expect((await alice().write.cancelConditional(other.orderId)).lots).toBe(5n);
    expect(await bob().read.conditional(other.orderId)).toBeNull();
    await trade(1235);
    expect(await bob().read.referencePrice(MARKET)).toBe(1235);
    expect(await bob().read.dueStops(MARKET)).toBe(1);
    const { fired } = await keeper().write.fireStops(MARKET, 10);
    expect(fired).toMatchObject([{ orderId: stop.orderId, keeperFee: 20_000n }]);
    expect(await codeOf(() => alice().write.cancelConditional(stop.orderId))).toBe("Exchange_OrderNotLive");
  });

  it("trail the price", async () => {
    await trade(1250);
    const terms = { marketId: MARKET, side: "ASK", lots: 5n, limitTicks: 1200 } as const;
    const { orderId } = await alice().write.placeConditional({ ...terms, kind: "TRAILING_STOP", trailTicks: 5 });
    await trade(1260);
    expect((await keeper().write.trail(MARKET, [orderId])).moved).toEqual([{ orderId, toTicks: 1255 }]);
    expect((await keeper().write.pruneConditionals([orderId])).removed).toEqual([]);
  });
});

describe("orders for slices", () => {
  it("are placed, read, executed slice by slice, and cancelled", async () => {
    await bob().write.place({ ...order, side: "BID", lots: 40n });
    const terms = { marketId: MARKET, side: "ASK", lots: 30n, limitTicks: 1200, interval: 100 } as const;
    const { orderId } = await alice().write.placeParent({ ...terms, kind: "VWAP", weights: [1, 3, 2] });
    expect(await bob().read.parent(orderId)).toMatchObject({ kind: "VWAP", weights: [1, 3, 2], lotsLeft: 30n });
    expect(await bob().read.nextSlice(orderId)).toMatchObject({ slice: 0, lots: 5n, boundTicks: 1200 });
    const { slice } = await keeper().write.executeSlice(orderId, 10);
    expect(slice).toEqual({ lotsFilled: 5n, lotsLeft: 25n, keeperFee: 20_000n });
    expect(await codeOf(() => keeper().write.executeSlice(orderId, 10))).toBe("Exchange_SliceNotDue");
    const ended = await alice().write.cancelParent(orderId);
    expect(ended).toMatchObject({ lots: 25n, keeperFeesReturned: 40_000n, reason: "OWNER" });
    expect(await bob().read.parent(orderId)).toBeNull();
  });
});

describe("changes", () => {
  it("make an order smaller in place, replace it, and take lists item by item", async () => {
    const { resting } = await alice().write.place(order);
    const [orderId = 0n] = resting;
    expect(await alice().write.amend(orderId, 3n)).toMatchObject({ lots: 3n, levelLots: 3n });
    const replaced = await alice().write.replace({ orderId, order: { ...order, priceTicks: 1255 } });
    expect(replaced.resting).toHaveLength(1);
    const each = await alice().write.placeEach([order, { ...order, lots: 1n }]);
    expect(each.refused.map(({ index, error }) => [index, error.code])).toEqual([[1, "Exchange_SizeBelowMinimum"]]);
    const again = await alice().write.replaceEach([{ orderId, order }]);
    expect(again.refused.map(({ error }) => error.code)).toEqual(["Exchange_OrderNotLive"]);
  });

  it("end an account's trading at a time", async () => {
    const until = (await now()) + 1_000;
    await alice().write.setDeadMan(until);
    expect(await bob().read.deadMan(addressOf(ALICE))).toBe(until);
  });
});

describe("other hands", () => {
  it("an operator trades for the account until its time", async () => {
    const until = (await now()) + 1_000;
    await alice().write.setOperator(addressOf(BOB), until);
    expect(await bob().read.operatorUntil(addressOf(ALICE), addressOf(BOB))).toBe(until);
    const { resting } = await bob().write.placeBy(addressOf(ALICE), [order]);
    expect(await bob().read.order(resting[0] ?? 0n)).toMatchObject({ owner: addressOf(ALICE), live: true });
    expect((await bob().write.cancelBy(addressOf(ALICE), resting)).orders).toMatchObject([{ lots: 5n }]);
    expect(await codeOf(() => keeper().write.placeBy(addressOf(ALICE), [order]))).toBe("Exchange_NotOperator");
  });

  it("anyone submits what an account has signed, once", async () => {
    const deadline = BigInt((await now()) + 1_000);
    const { signed, signature } = await alice().write.signOrder({ order, nonce: 4n, deadline });
    const { resting } = await bob().write.placeSigned(signed, signature);
    expect(await bob().read.order(resting[0] ?? 0n)).toMatchObject({ owner: addressOf(ALICE), lots: 5n });
    expect(await bob().read.isNonceUsed(addressOf(ALICE), 4n)).toBe(true);
    expect(await codeOf(() => bob().write.placeSigned(signed, signature))).toBe("Exchange_NonceUsed");
    const altered = { ...signed, nonce: 5n };
    expect(await codeOf(() => bob().write.placeSigned(altered, signature))).toBe("Exchange_BadSignature");
    const cancel = await alice().write.signCancel({ orderIds: resting, nonce: 6n, deadline });
    expect((await bob().write.cancelSigned(cancel.signed, cancel.signature)).orders).toMatchObject([{ lots: 5n }]);
    await alice().write.invalidateNonce(300n);
    expect(await bob().read.isNonceUsed(addressOf(ALICE), 300n)).toBe(true);
  });
});

describe("auctions", () => {
  it("are read, uncrossed at their price, and halts reopened into one", async () => {
    const { chain, contracts } = rig;
    await chain.send(ADMIN, contracts.exchange, "haltMarket", [MARKET]);
    expect(await codeOf(() => keeper().write.reopen(MARKET))).toBe("Exchange_PhaseNotOver");
    await chain.send(ADMIN, contracts.exchange, "openMarket", [MARKET]);
    await alice().write.place({ ...order, priceTicks: 1240 });
    await bob().write.place({ ...order, side: "BID", priceTicks: 1240 });
    expect(await bob().read.auctionPrice(MARKET)).toEqual({ priceTicks: 1240, lots: 5n });
    await chain.setNextTime((await now()) + 400);
    await alice().write.setDeadMan(0);
    expect((await keeper().write.uncross(MARKET, 10)).priceTicks).toBe(1240);
    expect(await bob().read.marketPhase(MARKET)).toEqual({ phase: "CONTINUOUS", endsAt: null });
    expect(await codeOf(() => keeper().write.checkAndHalt(MARKET))).toBe("Exchange_NoIndexPrice");
    expect(await bob().read.oracle(MARKET)).toEqual({ feed: null, maxAgeSeconds: 0, bandBps: 0 });
    expect(await bob().read.indexPrice(MARKET)).toBeNull();
    expect(await bob().read.feeTiers(MARKET)).toEqual([]);
    expect(await bob().read.feesOf(addressOf(BOB), MARKET)).toMatchObject({ takerFeePips: 2500, makerFeePips: 1000 });
  });
});
