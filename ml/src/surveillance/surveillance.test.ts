import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteStuffing, type OrderAction } from "./quote-stuffing.ts";
import { washTrades, type SurveyedTrade } from "./wash-trades.ts";

const [ANNA, BERT, CARL] = ["0xAA", "0xbb", "0xcc"] as const;
let count = 0;
const aTrade = (fields: Partial<SurveyedTrade>): SurveyedTrade => ({
  id: `${++count}`,
  maker: ANNA,
  taker: BERT,
  lots: 10n,
  timestamp: 1_000,
  ...fields,
});

describe("washTrades", () => {
  it("finds nothing in one-way trading", () => {
    const trades = [aTrade({}), aTrade({ timestamp: 1_010 }), aTrade({ maker: CARL })];
    expect(washTrades(trades, 3_600)).toEqual({ totalLots: 30n, selfTradeShare: 0, roundTripShare: 0, pairs: [] });
  });

  it("measures self trades, whatever the case of the address", () => {
    expect(washTrades([aTrade({ taker: "0xaa" }), aTrade({ lots: 30n })], 60).selfTradeShare).toBe(0.25);
  });

  it("counts volume that goes forth and back between two accounts, with its trades", () => {
    const there = aTrade({ lots: 10n });
    const back = aTrade({ maker: BERT, taker: ANNA, lots: 6n, timestamp: 1_100 });
    const report = washTrades([back, there], 3_600);
    expect(report.roundTripShare).toBe(0.75);
    expect(report.pairs).toEqual([{ accounts: ["0xaa", "0xbb"], lots: 12n, tradeIds: [there.id, back.id] }]);
  });

  it("takes no trades beyond the window", () => {
    const trades = [aTrade({}), aTrade({ maker: BERT, taker: ANNA, timestamp: 5_000 })];
    expect(washTrades(trades, 3_999).roundTripShare).toBe(0);
    expect(washTrades(trades, 4_000).roundTripShare).toBe(1);
  });

  it("counts each lot once, so that no share passes one", () => {
    const accounts = fc.constantFrom(ANNA, BERT, CARL);
    const trade = fc.record({
      id: fc.uuid(),
      maker: accounts,
      taker: accounts,
      lots: fc.bigInt({ min: 1n, max: 100n }),
      timestamp: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 40 }), (trades) => {
        const { selfTradeShare, roundTripShare } = washTrades(trades, 100);
        expect(selfTradeShare + roundTripShare).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("is empty for no trades", () => {
    expect(washTrades([], 60)).toEqual({ totalLots: 0n, selfTradeShare: 0, roundTripShare: 0, pairs: [] });
  });
});

describe("quoteStuffing", () => {
  const burst = (account: string, messages: number, spacing: number): OrderAction[] =>
    Array.from({ length: messages }, (_, index) => ({
      account,
      kind: index % 2 === 0 ? "PLACED" : "CANCELLED",
      timestamp: 1_000 + index * spacing,
    }));

  it("flags many changes in few seconds without trades", () => {
    const [report] = quoteStuffing(burst(ANNA, 80, 0.05));
    expect(report).toMatchObject({ account: "0xaa", messages: 80, fills: 0, busiestWindow: 80, flagged: true });
  });

  it("does not flag a market maker who quotes often but trades", () => {
    const fills = Array.from({ length: 20 }, (): OrderAction => ({ account: ANNA, kind: "FILLED", timestamp: 1_001 }));
    expect(quoteStuffing([...burst(ANNA, 80, 0.05), ...fills])[0]).toMatchObject({
      orderToTradeRatio: 4,
      flagged: false,
    });
  });

  it("does not flag the same number of messages spread over an hour", () => {
    expect(quoteStuffing(burst(ANNA, 80, 45))[0]).toMatchObject({ busiestWindow: 1, flagged: false });
  });

  it("keeps accounts apart, busiest first", () => {
    const reports = quoteStuffing([...burst(BERT, 4, 1), ...burst(ANNA, 80, 0.05)]);
    expect(reports.map((report) => report.account)).toEqual(["0xaa", "0xbb"]);
  });
});
