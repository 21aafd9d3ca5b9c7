import { unpackOrderId } from "@carbonxchange/sdk";
import { expect } from "vitest";
import type { DecodedEvent } from "./contract-codec.ts";

type Fill = { priceTicks: string; sequence: string; lots: string; outcome: string };
/** Terms of an order that waits for somebody's work. */
type Terms = { side: string; limitTicks: number; feePips: bigint };

const PIPS = 1_000_000n;
const idOf = (value: unknown) => String(value);
const named = (events: readonly DecodedEvent[], name: string) => events.filter((event) => event.name === name);

/** What is filled by somebody's work, in order: which order, against which, how much at which price. */
export function workedFills(events: readonly DecodedEvent[]): string[] {
  return named(events, "Taken")
    .flatMap(({ orderId, fills }) =>
      (fills as Fill[])
        .filter(({ outcome }) => outcome === "FILLED")
        .map(({ priceTicks, sequence, lots }) => ({ key: `${idOf(orderId)} ${priceTicks}/${sequence}`, lots })),
    )
    .map(({ key, lots }) => `${key} ${lots}`);
}

/**
 * Asserts of all events of a run that nobody's work did anybody wrong: no fill beyond its order's limit, no fee above the
 * published one, the queue in its order, no stop and no order fired early, and nothing paid to one who may not trade.
 */
export function expectFair(events: readonly DecodedEvent[], unpaid: string): void {
  const terms = termsOf(events);
  for (const taken of named(events, "Taken")) {
    const order = terms.get(idOf(taken["orderId"]));
    if (order !== undefined) expectWithinTerms(taken, order);
  }
  expectQueueOrder(events);
  for (const fired of named(events, "ConditionalFired")) {
    const [reference, trigger] = [Number(fired["referenceTicks"]), Number(fired["triggerTicks"])];
    expect(fired["above"] === true ? reference >= trigger : reference <= trigger).toBe(true);
  }
  expect(named(events, "KeeperPaid").filter(({ keeper }) => keeper === unpaid)).toEqual([]);
  for (const event of [...named(events, "ConditionalFired"), ...named(events, "SliceExecuted")]) {
    if (event["keeper"] === unpaid) expect(event["keeperFee"]).toBe("0");
  }
}

function termsOf(events: readonly DecodedEvent[]): Map<string, Terms> {
  const terms = new Map<string, Terms>();
  for (const event of named(events, "OrderDeferred")) {
    terms.set(idOf(event["orderId"]), {
      side: String(event["side"]),
      limitTicks: Number(event["priceTicks"]),
      feePips: BigInt(event["takerFeePips"] as string),
    });
  }
  return terms;
}

function expectWithinTerms(taken: DecodedEvent, { side, limitTicks, feePips }: Terms): void {
  for (const { priceTicks, outcome } of taken["fills"] as Fill[]) {
    if (outcome !== "FILLED") continue;
    if (side === "BID") expect(Number(priceTicks)).toBeLessThanOrEqual(limitTicks);
    else expect(Number(priceTicks)).toBeGreaterThanOrEqual(limitTicks);
  }
  const most = (BigInt(taken["notional"] as string) * feePips + PIPS - 1n) / PIPS;
  expect(BigInt(taken["takerFee"] as string)).toBeLessThanOrEqual(most);
}

/** Orders leave the queue by work in the order in which they joined it. */
function expectQueueOrder(events: readonly DecodedEvent[]): void {
  const left = events.flatMap(({ name, orderId, lotsLeft, reason }) =>
    (name === "DeferredProgressed" && lotsLeft === "0") || (name === "DeferredCancelled" && reason !== "OWNER")
      ? [unpackOrderId(BigInt(orderId as string)).sequence]
      : [],
  );
  expect(left).toEqual(left.toSorted((a, b) => a - b));
}
