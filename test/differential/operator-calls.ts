import { ADMIN, BASE, MARKET } from "./exchange-rig.ts";
import type { Call, CallOf } from "./market-call.ts";
import type { Act } from "./market-steps.ts";
import type { MarketWorld } from "./market-world.ts";

/** The vault, what roles and the compliance gate do, and what the price feed says. */
export const operatorCall: CallOf = (world, step) => {
  const { book, at, gate, addressOf } = world;
  const who = addressOf(step.who);
  switch (step.act) {
    case "deposit":
    case "withdraw":
      return vaultCall(world, step, step.who);
    case "freeze": {
      const run = () => book.setFrozen(who, step.frozen, at);
      return { from: ADMIN, to: gate, functionName: "setFrozen", args: [who, step.frozen], run };
    }
    case "phase":
      return operate(`${step.move}Market`, [MARKET], () => book.move(step.move, at));
    case "rules":
      return operate("setMarketRules", [MARKET, step.rules], () => book.setRules(step.rules, at));
    case "fees": {
      const { makerFeePips, takerFeePips } = step;
      return operate("setMarketFees", [MARKET, makerFeePips, takerFeePips], () => book.setFees(step, at));
    }
    case "tiers": {
      const tiers = step.tiers.map((tier) => ({ ...tier, fromKilograms: Number(tier.fromKilograms) }));
      return operate("setFeeTiers", [MARKET, tiers], () => book.setTiers(step.tiers, at));
    }
    case "collectFees":
      return operate("collectFees", [MARKET, addressOf(ADMIN)], () => collect(world));
    default:
      return oracleCall(world, step);
  }
};

function operate(functionName: string, args: readonly unknown[], run: () => unknown): Call {
  return { from: ADMIN, functionName, args, run };
}

function collect(world: MarketWorld): bigint {
  const amount = world.book.collectFees(world.at);
  world.withdrawn[2] += amount;
  return amount;
}

function vaultCall(world: MarketWorld, act: Extract<Act, { act: "deposit" | "withdraw" }>, who: number): Call {
  const { book, at, addressOf } = world;
  const { asset, amount } = act;
  const account = addressOf(who);
  if (act.act === "withdraw") {
    const run = () => {
      book.withdraw(account, asset, amount, at);
      world.withdrawn[asset] += amount;
    };
    return { functionName: "withdraw", args: [asset, amount, account], run };
  }
  const run = () => {
    book.deposit(account, asset, amount, at);
    world.brought[asset] += amount;
  };
  return { functionName: asset === BASE ? "depositCredits" : "deposit", args: [asset, amount], run };
}

function oracleCall(world: MarketWorld, act: Act): Call | null {
  const { book, at, feed } = world;
  const { address } = feed;
  if (act.act === "feed") {
    const { answer, decimals } = act;
    const updatedAt = at.seconds - act.age;
    const run = () => book.setFeed(address, { answer, decimals, updatedAt }, at);
    return { from: ADMIN, to: feed, functionName: "set", args: [answer, decimals, BigInt(updatedAt)], run };
  }
  if (act.act !== "oracle") return null;
  const { oracle } = act;
  if (oracle === null) return operate("setOracle", [MARKET, `0x${"00".repeat(20)}`, 0, 0], () => book.setOracle(null, at));
  const run = () => book.setOracle({ feed: address, ...oracle }, at);
  return operate("setOracle", [MARKET, address, oracle.maxAgeSeconds, oracle.bandBps], run);
}
