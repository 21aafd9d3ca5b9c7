import { describe, expect, it } from "vitest";
import { aBlock, aMarket, anIndex, aSnapshot } from "../../test/fixtures/builders.ts";
import { isOutsideIndex, phaseActions, uncrossWorkId } from "./phases.ts";
import type { MarketSnapshot } from "./snapshot.ts";

const block = aBlock({ timestamp: 1_000n });
const jobs = (market: Partial<MarketSnapshot>) =>
  phaseActions(aSnapshot({ block, markets: [aMarket(market)] }), 100).map(({ job }) => job);

describe("phaseActions", () => {
  it("uncrosses an auction from the second at which it is over", () => {
    expect(jobs({ phase: "AUCTION", endsAt: 1_001n })).toEqual([]);
    expect(jobs({ phase: "AUCTION", endsAt: 1_000n })).toEqual(["uncross"]);
    expect(jobs({ phase: "OPENING", endsAt: 1n })).toEqual(["uncross"]);
  });

  it("goes on with an auction that is being carried out, whatever the time", () => {
    expect(jobs({ phase: "UNCROSSING", endsAt: 0n })).toEqual(["uncross"]);
  });

  it("reopens a halt after its longest time, and never one without an end", () => {
    expect(jobs({ phase: "HALTED", endsAt: 1_001n })).toEqual([]);
    expect(jobs({ phase: "HALTED", endsAt: 1_000n })).toEqual(["reopen"]);
    expect(jobs({ phase: "HALTED", endsAt: 0n })).toEqual([]);
  });

  it.each(["NONE", "DELISTED", "CLOSED", "CONTINUOUS"] as const)("leaves a market that is %s alone", (phase) => {
    expect(jobs({ phase, endsAt: 1n })).toEqual([]);
  });

  it("halts a market that trades outside of its index band", () => {
    const index = anIndex({ lastTradeAt: 990n });
    expect(jobs({ index })).toEqual(["checkAndHalt"]);
    expect(jobs({ index: { ...index, lastTicks: 1_100 } })).toEqual([]);
  });

  it("gives another id once an auction has traded on", () => {
    const market = aMarket({ phase: "UNCROSSING", auction: { priceTicks: 1_250, lots: 90n } });
    expect(uncrossWorkId(market)).toBe("uncross/1/UNCROSSING/0/1250/90");
    expect(uncrossWorkId({ ...market, auction: { priceTicks: 1_250, lots: 40n } })).not.toBe(uncrossWorkId(market));
  });

  it("tells since when an auction could be uncrossed", () => {
    const [action] = phaseActions(aSnapshot({ block, markets: [aMarket({ phase: "AUCTION", endsAt: 940n })] }), 100);
    expect(action?.works).toMatchObject([{ resource: "phase/1", dueSince: 940n }]);
  });
});

describe("isOutsideIndex", () => {
  it("takes the band's own ends as inside: 900 to 1,100 for 1,000 and 10 %", () => {
    const at = (ticks: number) => isOutsideIndex(anIndex({ settledTicks: ticks, lastTicks: ticks }), 1_000_000n);
    expect([at(899), at(900), at(1_100), at(1_101)]).toEqual([true, false, false, true]);
  });

  it("asks both the last price and the one of an earlier block", () => {
    expect(isOutsideIndex(anIndex({ settledTicks: 1_000 }), 1_000_000n)).toBe(false);
    expect(isOutsideIndex(anIndex({ lastTicks: 1_000 }), 1_000_000n)).toBe(false);
  });

  it("waits without an index, without a price, and once the last trade is old", () => {
    expect(isOutsideIndex(anIndex({ indexTicks: 0 }), 1_000_000n)).toBe(false);
    expect(isOutsideIndex(anIndex({ settledTicks: 0 }), 1_000_000n)).toBe(false);
    expect(isOutsideIndex(anIndex({ lastTradeAt: 999_399n }), 1_000_000n)).toBe(false);
    expect(isOutsideIndex(anIndex({ lastTradeAt: 999_400n }), 1_000_000n)).toBe(true);
  });
});
