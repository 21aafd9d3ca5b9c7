import { SELF_TRADES, SIDES, UNBOUNDED_RULES, encodeCountry, enumIndex, exchangeAbi } from "@carbonxchange/sdk";
import type { OrderInput } from "@carbonxchange/sdk";
import { buildPlaceRequest } from "@carbonxchange/sdk";
import { parseEventLogs, zeroAddress, zeroHash } from "viem";
import type { ContractEventName, TransactionReceipt } from "viem";
import { ADMIN, BASE, BATCH, MARKET, QUOTE } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";

export const [ALICE, BOB, CAROL, DAVE] = [1, 2, 3, 4] as const;
const HOUR = 3600;
const CONDITIONAL_KINDS = { STOP_MARKET: 0, STOP_LIMIT: 1, TAKE_PROFIT: 2, OCO: 3, TRAILING_STOP: 4 } as const;

/** What happened that a test wants to get back to. */
export type BusyDay = { restingOrderId: bigint; deferredId: bigint; partlyFilledId: bigint };

/** The hands of one day: each does something on the exchange and gives its receipt. */
function handsOf(rig: ExchangeRig) {
  const { chain, contracts, deployment } = rig;
  const on = (from: number, functionName: string, ...args: readonly unknown[]) =>
    chain.send(from, contracts.exchange, functionName, args);
  return {
    on,
    credits: (from: number, functionName: string, ...args: readonly unknown[]) =>
      chain.send(from, contracts.credits, functionName, args),
    place: (from: number, order: Omit<OrderInput, "marketId" | "orderType"> & Partial<OrderInput>) => {
      const request = buildPlaceRequest(deployment, { marketId: MARKET, orderType: "LIMIT_GTC", ...order });
      return on(from, "place", ...request.args);
    },
    address: (account: number) => chain.wallets[account]?.account.address ?? zeroAddress,
    later: async (seconds: number) => {
      const { timestamp } = await chain.publicClient.getBlock();
      await chain.setNextTime(Number(timestamp) + seconds);
    },
  };
}
type Hands = ReturnType<typeof handsOf>;

/** The argument of an event in a receipt. */
function idIn<name extends ContractEventName<typeof exchangeAbi>>(
  receipt: TransactionReceipt,
  eventName: name,
  argument: string,
): bigint {
  const [event] = parseEventLogs({ abi: exchangeAbi, logs: receipt.logs, eventName });
  const value = (event?.args as Record<string, unknown> | undefined)?.[argument];
  if (typeof value !== "bigint") throw new RangeError(`no ${eventName} in ${receipt.transactionHash}`);
  return value;
}

/** Orders of every type meet, are changed, removed, deferred and cranked; fees become rebates. */
async function trade({ on, place, later }: Hands): Promise<Pick<BusyDay, "deferredId" | "partlyFilledId">> {
  await place(ALICE, { side: "ASK", priceTicks: 1250, lots: 30n });
  await place(ALICE, { side: "ASK", priceTicks: 1252, lots: 40n, displayLots: 7 });
  const bid = await place(BOB, { side: "BID", priceTicks: 1240, lots: 33n });
  await place(CAROL, { side: "BID", priceTicks: 1240, lots: 50n, displayLots: 9 });
  await place(DAVE, { side: "BID", priceTicks: 1251, lots: 37n, orderType: "LIMIT_IOC" });
  await place(DAVE, { side: "ASK", priceTicks: 1240, lots: 60n, orderType: "MARKET" });
  await place(BOB, { side: "BID", priceTicks: 1252, lots: 21n });
  const partly = await place(ALICE, { side: "ASK", priceTicks: 1255, lots: 25n });
  const partlyFilledId = idIn(partly, "OrderPlaced", "orderId");
  await on(ALICE, "amend", partlyFilledId, 19);
  await place(CAROL, { side: "BID", priceTicks: 1255, lots: 12n, orderType: "LIMIT_IOC" });
  // an order meets another of its owner's: the smaller size comes off both
  await place(ALICE, { side: "BID", priceTicks: 1255, lots: 3n, selfTrade: "DECREMENT", maxFills: 3 });
  await place(DAVE, { side: "BID", priceTicks: 1245, lots: 8n, expiry: 4_000_000_000 });
  const hidden = await place(BOB, { side: "BID", priceTicks: 1238, lots: 31n, displayLots: 4 });
  await on(BOB, "cancelBatch", [idIn(bid, "OrderPlaced", "orderId"), idIn(hidden, "IcebergShown", "icebergId")]);
  // deferred: one trades and rests its rest, one is cancelled, one waits
  await place(BOB, { side: "BID", priceTicks: 1255, lots: 40n, maxFills: 0 });
  const cancelled = await place(CAROL, { side: "ASK", priceTicks: 1300, lots: 5n, maxFills: 0 });
  await on(CAROL, "cancel", idIn(cancelled, "OrderDeferred", "orderId"));
  await on(DAVE, "crank", MARKET, 150);
  await on(ADMIN, "setMarketFees", MARKET, -700, 2500);
  await on(ADMIN, "setFeeTiers", MARKET, [
    { fromKilograms: 20_000, takerDiscountPips: 900, makerDiscountPips: 300 },
    { fromKilograms: 900_000, takerDiscountPips: 1000, makerDiscountPips: 400 },
  ]);
  await place(CAROL, { side: "ASK", priceTicks: 1256, lots: 30n });
  await place(DAVE, { side: "BID", priceTicks: 1256, lots: 11n, orderType: "LIMIT_FOK" });
  await place(BOB, { side: "BID", priceTicks: 1256, lots: 7n, orderType: "LIMIT_IOC" });
  await later(HOUR);
  const deferred = await place(ALICE, { side: "BID", priceTicks: 1230, lots: 9n, maxFills: 0 });
  return { deferredId: idIn(deferred, "OrderDeferred", "orderId"), partlyFilledId };
}

/** Orders that wait for a price: one fires with its keeper paid, one with the fee returned, one is cancelled, one stays. */
async function wait({ on, place, later }: Hands, stranger: number): Promise<void> {
  await on(ADMIN, "setMarketRules", MARKET, { ...UNBOUNDED_RULES, keeperFeeTicks: 3 });
  const conditional = (kind: keyof typeof CONDITIONAL_KINDS, side: "BID" | "ASK", more: object) => ({
    marketId: MARKET,
    side: enumIndex(SIDES, side),
    kind: CONDITIONAL_KINDS[kind],
    selfTrade: enumIndex(SELF_TRADES, "CANCEL_MAKER"),
    lots: 6,
    limitTicks: 1290,
    limitAboveTicks: 0,
    triggerAboveTicks: 0,
    triggerBelowTicks: 0,
    trailTicks: 0,
    expiry: 0,
    clientId: 0n,
    ...more,
  });
  await on(BOB, "placeConditional", conditional("STOP_MARKET", "BID", { triggerAboveTicks: 1258 }));
  await on(CAROL, "placeConditional", conditional("STOP_LIMIT", "BID", { triggerAboveTicks: 1259, lots: 4 }));
  const oco = { triggerAboveTicks: 1400, triggerBelowTicks: 1100, limitTicks: 1090, limitAboveTicks: 1390 };
  await on(ALICE, "placeConditional", conditional("OCO", "ASK", oco));
  const trailing = { trailTicks: 50, limitTicks: 1000 };
  const stays = await on(ALICE, "placeConditional", conditional("TRAILING_STOP", "ASK", trailing));
  await place(ALICE, { side: "ASK", priceTicks: 1262, lots: 44n });
  await place(DAVE, { side: "BID", priceTicks: 1262, lots: 28n, orderType: "LIMIT_IOC" });
  await later(60);
  await on(DAVE, "fireStops", MARKET, 1);
  await on(stranger, "fireStops", MARKET, 1);
  await on(DAVE, "trail", MARKET, [idIn(stays, "ConditionalPlaced", "conditionalId")]);
  await on(DAVE, "crank", MARKET, 3);
  const gone = await on(BOB, "placeConditional", conditional("STOP_MARKET", "BID", { triggerAboveTicks: 1350 }));
  await on(BOB, "cancelConditional", idIn(gone, "ConditionalPlaced", "conditionalId"));
}

/** Orders worked off over time: slices trade and pay their keepers, one is cancelled, one goes on. */
async function slice({ on, place, later }: Hands): Promise<void> {
  const parent = {
    marketId: MARKET,
    side: 0,
    kind: 0,
    lots: 40,
    limitTicks: 1300,
    startAt: 0,
    interval: 60,
    slices: 5,
    toleranceBps: 0,
    participationBps: 0,
    weights: zeroHash,
    selfTrade: 0,
    clientId: 0n,
  };
  await place(ALICE, { side: "ASK", priceTicks: 1263, lots: 50n });
  const stays = idIn(await on(BOB, "placeParent", parent), "ParentPlaced", "parentId");
  const ask = idIn(
    await on(CAROL, "placeParent", { ...parent, side: 1, limitTicks: 1200 }),
    "ParentPlaced",
    "parentId",
  );
  await on(DAVE, "executeSlice", stays, 20);
  await place(DAVE, { side: "BID", priceTicks: 1225, lots: 5n });
  await on(DAVE, "executeSlice", ask, 1);
  await later(61);
  await on(DAVE, "executeSlice", stays, 1);
  await on(CAROL, "cancelParent", ask);
}

/** An auction collects crossing orders of several owners and is carried out in several calls. */
async function auction({ on, place, later }: Hands): Promise<void> {
  await on(ADMIN, "haltMarket", MARKET);
  await on(ADMIN, "openMarket", MARKET);
  await place(BOB, { side: "BID", priceTicks: 1266, lots: 17n });
  await place(CAROL, { side: "BID", priceTicks: 1268, lots: 23n, displayLots: 5 });
  await place(DAVE, { side: "ASK", priceTicks: 1249, lots: 19n });
  await place(BOB, { side: "ASK", priceTicks: 1251, lots: 13n });
  await later(UNBOUNDED_RULES.auctionSeconds + 1);
  await on(DAVE, "uncross", MARKET, 2);
  await on(DAVE, "uncross", MARKET, 150);
  await on(DAVE, "uncross", MARKET, 150); // what icebergs hid has left the book crossed once more
}

/** Credits change hands, leave circulation and come back from the vault. */
async function consume({ credits, on, address }: Hands): Promise<void> {
  const details = {
    beneficiary: zeroAddress,
    beneficiaryRef: zeroHash,
    purpose: 0,
    consumptionCountry: encodeCountry("DE"),
    periodStart: 0,
    periodEnd: 0,
    claim: 0,
    statement: "Business travel",
  };
  await on(ALICE, "withdraw", BASE, 21_500n, address(ALICE));
  await on(BOB, "withdraw", QUOTE, 1_000_000n, address(CAROL));
  await credits(ALICE, "retire", address(ALICE), BATCH, 12_250n, details);
  await credits(ALICE, "cancel", address(ALICE), BATCH, 3_000n, 0, "converted elsewhere");
  await credits(ALICE, "retire", address(ALICE), BATCH, 2_000n, { ...details, beneficiary: address(BOB), purpose: 1 });
  const portions = [
    { batchId: BATCH, units: 300n },
    { batchId: BATCH, units: 450n },
  ];
  await credits(ALICE, "retireMany", address(ALICE), portions, details);
  // asked of the source registry: one is confirmed, one refused, one waits
  for (let i = 0; i < 3; i++) await credits(ALICE, "requestRetirement", address(ALICE), portions, details);
  await credits(ADMIN, "confirmRetirement", 1n);
  await credits(ADMIN, "revertRetirement", 2n, "unknown serial");
  await credits(ADMIN, "setFrozenTokens", address(ALICE), BATCH, 200n);
  await credits(ADMIN, "forcedTransfer", address(ALICE), address(BOB), BATCH, 150n);
  await credits(ADMIN, "cancel", address(ADMIN), BATCH, 1_000n, 2, "error");
  const sent = [[BATCH, BATCH], [700n, 55n], "0x"] as const;
  await credits(ADMIN, "safeBatchTransferFrom", address(ADMIN), address(DAVE), ...sent);
}

/** One day on which everything happens that the exchange knows. `stranger` may not trade. */
export async function liveBusyDay(rig: ExchangeRig, stranger: number): Promise<BusyDay> {
  const hands = handsOf(rig);
  const traded = await trade(hands);
  await wait(hands, stranger);
  await slice(hands);
  await auction(hands);
  await consume(hands);
  await hands.on(ADMIN, "collectFees", MARKET, hands.address(ADMIN));
  await hands.place(DAVE, { side: "ASK", priceTicks: 1270, lots: 9n });
  await hands.place(BOB, { side: "BID", priceTicks: 1270, lots: 4n });
  const left = await hands.place(BOB, { side: "BID", priceTicks: 1205, lots: 2n });
  const resting = await hands.place(CAROL, { side: "BID", priceTicks: 1210, lots: 14n });
  await hands.on(CAROL, "setDeadMan", 4_000_000_000);
  // as by a recovery: an order ends, and what is free becomes the stranger's
  await hands.on(ADMIN, "recoverOrders", hands.address(BOB), [idIn(left, "OrderPlaced", "orderId")]);
  await hands.on(ADMIN, "recoverBalances", hands.address(BOB), hands.address(stranger), [BASE, QUOTE]);
  return { ...traded, restingOrderId: idIn(resting, "OrderPlaced", "orderId") };
}
