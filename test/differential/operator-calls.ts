import { zeroAddress, zeroHash } from "viem";
import { ADMIN, BASE, BATCH, MARKET } from "./exchange-rig.ts";
import type { Call, CallTable } from "./market-call.ts";

function operate(functionName: string, args: readonly unknown[], run: () => unknown): Call {
  return { from: ADMIN, functionName, args, run };
}

type Operating =
  "freeze" | "phase" | "rules" | "fees" | "tiers" | "collectFees" | "oracle" | "feed" | "requireLabel" | "label";

/** What the label registry says of a batch whose host country need not adjust, as a mask: a label that comes and goes. */
const NOT_REQUIRED = 1n << 120n;

/** What roles and the compliance gate do, and what the price feed says. */
export const OPERATING: CallTable<Operating> = {
  freeze: ({ book, at, gate }, { frozen }, caller) => {
    const run = () => book.setFrozen(caller, frozen, at);
    return { from: ADMIN, to: gate, functionName: "setFrozen", args: [caller, frozen], run };
  },
  phase: ({ book, at }, { move }) => operate(`${move}Market`, [MARKET], () => book.move(move, at)),
  rules: ({ book, at }, { rules }) => operate("setMarketRules", [MARKET, rules], () => book.setRules(rules, at)),
  fees: ({ book, at }, { makerFeePips, takerFeePips }) =>
    operate("setMarketFees", [MARKET, makerFeePips, takerFeePips], () =>
      book.setFees({ makerFeePips, takerFeePips }, at),
    ),
  tiers: ({ book, at }, { tiers }) => {
    const encoded = tiers.map((tier) => ({ ...tier, fromKilograms: Number(tier.fromKilograms) }));
    return operate("setFeeTiers", [MARKET, encoded], () => book.setTiers(tiers, at));
  },
  requireLabel: ({ book, at }, { required }) => {
    const labels = required ? NOT_REQUIRED : 0n;
    return operate("setMarketLabels", [MARKET, labels], () => book.setMarketLabels(labels, at));
  },
  label: (world, { held }) => {
    const { book, at, labels } = world;
    const adjustment = {
      declaration: held ? 2 : 0,
      status: 0,
      purposes: 0,
      hostParty: "0x0000",
      effectiveAt: at.seconds,
      recordedAt: 0,
      authorisationRef: zeroHash,
    };
    const run = () => {
      book.setBatchLabels(held ? NOT_REQUIRED : 0n, at);
      return world.adjustments++;
    };
    return { from: ADMIN, to: labels, functionName: "recordAdjustment", args: [BATCH, adjustment], run };
  },
  collectFees: (world) =>
    operate("collectFees", [MARKET, world.addressOf(ADMIN)], () => {
      const amount = world.book.collectFees(world.at);
      world.withdrawn[2] += amount;
      return amount;
    }),
  oracle: ({ book, at, feed }, { oracle }) => {
    if (oracle === null) return operate("setOracle", [MARKET, zeroAddress, 0, 0], () => book.setOracle(null, at));
    const { maxAgeSeconds, bandBps } = oracle;
    const run = () => book.setOracle({ feed: feed.address, ...oracle }, at);
    return operate("setOracle", [MARKET, feed.address, maxAgeSeconds, bandBps], run);
  },
  feed: ({ book, at, feed }, { answer, decimals, age }) => {
    const updatedAt = at.seconds - age;
    const run = () => book.setFeed(feed.address, { answer, decimals, updatedAt }, at);
    return { from: ADMIN, to: feed, functionName: "set", args: [answer, decimals, BigInt(updatedAt)], run };
  },
};

/** Money and credits in and out. */
export const VAULT: CallTable<"deposit" | "withdraw"> = {
  deposit: (world, { asset, amount }, caller) => {
    const run = () => {
      world.book.deposit(caller, asset, amount, world.at);
      world.brought[asset] += amount;
    };
    return { functionName: asset === BASE ? "depositCredits" : "deposit", args: [asset, amount], run };
  },
  withdraw: (world, { asset, amount }, caller) => {
    const run = () => {
      world.book.withdraw(caller, asset, amount, world.at);
      world.withdrawn[asset] += amount;
    };
    return { functionName: "withdraw", args: [asset, amount, caller], run };
  },
};
