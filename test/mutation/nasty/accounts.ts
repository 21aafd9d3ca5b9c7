/** Changes to balances, buying to retire, and who may do what. */
import { exchange, libraries, type Nasty } from "./place.ts";

export const ACCOUNTS: readonly Nasty[] = [
  // balances and standing
  {
    file: libraries("Balances"),
    from: "until != 0 && until <= block.timestamp",
    to: "until != 0 && until < block.timestamp",
    why: "the last second of a dead man's switch",
  },
  {
    file: libraries("Balances"),
    from: "if (until > lapse) until = lapse;",
    to: "",
    why: "the mirror outlives the dead man's switch",
  },
  {
    file: libraries("Balances"),
    from: "if (until > latest) until = latest;",
    to: "",
    why: "the mirror is trusted for years",
  },
  {
    file: libraries("Balances"),
    from: "if (list.length >= ASSETS_CAP) return 0;",
    to: "",
    why: "a list that costs more than a freeze can",
  },
  {
    file: libraries("Balances"),
    from: "require(have >= amount, IExchange.Exchange_InsufficientBalance(asset, have, amount));",
    to: "",
    why: "a balance borrows from the date beside it",
  },
  {
    file: libraries("Balances"),
    from: "require(allowed, IExchange.Exchange_NotEligible(account));",
    to: "",
    why: "anybody trades",
  },
  // buying to retire
  {
    file: exchange("ExchangeSweeping"),
    from: "require(result.cost <= q.maxCost, IExchangeSweep.Exchange_SweepTooDear(result.cost, q.maxCost));",
    to: "",
    why: "a sweep costs whatever it costs",
  },
  {
    file: exchange("ExchangeSweeping"),
    from: "require(result.units >= q.minUnits, IExchangeSweep.Exchange_SweepShort(result.units, q.minUnits));",
    to: "",
    why: "a sweep of too little",
  },
  {
    file: exchange("ExchangeSweeping"),
    from: "uint256 freeAfter = _s().withdraw(account, c.baseAsset, units);",
    to: "uint256 freeAfter = _s().free(account, c.baseAsset);",
    why: "credits are retired and stay in the vault",
  },
  {
    file: exchange("ExchangeSweeping"),
    from: "require(msg.sender == address(this), IExchangeLens.Exchange_NotSimulated(msg.sender));",
    to: "",
    why: "anybody sweeps for anybody, and nothing comes of it",
  },
  {
    file: libraries("SweepPlan"),
    from: "c.tickCost = config.tickSize() * (ONE + takerPips);",
    to: "c.tickCost = config.tickSize() * ONE;",
    why: "fees do not count in the comparison",
  },
  {
    file: libraries("SweepPlan"),
    from: "if (found) (next, nextUnits) = (best, list[index].lotUnits);",
    to: "",
    why: "the second cheapest is forgotten",
  },
  {
    file: libraries("SweepPlan"),
    from: "config.quoteAsset() == quoteAsset,",
    to: "true,",
    why: "costs of two currencies are added",
  },
  {
    file: libraries("SweepCriteria"),
    from: "_labelsNow(labels, batchId) & wanted == wanted",
    to: "_labelsNow(labels, batchId) & wanted != 0",
    why: "one label of several is enough",
  },
  // access, entry, exit
  {
    file: exchange("ExchangeTrading"),
    from: "require(owner == account, IExchange.Exchange_NotOrderOwner(account, owner));",
    to: "",
    why: "anybody cancels",
  },
  {
    file: exchange("ExchangeStops"),
    from: "require(slot.owner() == account, IExchange.Exchange_NotOrderOwner(account, slot.owner()));",
    to: "",
    why: "anybody cancels a stop",
  },
  {
    file: exchange("ExchangeParents"),
    from: "require(owner == account, IExchange.Exchange_NotOrderOwner(account, owner));",
    to: "",
    why: "anybody cancels a parent",
  },
  {
    file: exchange("ExchangeBase"),
    from: "return msg.sender == address(this) ? ACTOR.asAddress().tload() : msg.sender;",
    to: "return ACTOR.asAddress().tload() == address(0) ? msg.sender : ACTOR.asAddress().tload();",
    why: "a call back from outside acts for the account",
  },
  {
    file: exchange("ExchangeDelegates"),
    from: "require(until > block.timestamp, IExchangeAccounts.Exchange_NotOperator(account, msg.sender, until));",
    to: "",
    why: "anybody trades for anybody",
  },
  {
    file: libraries("SignedRequests"),
    from: "giveUp(s, account, nonce >> 8, bit);",
    to: "",
    why: "a signed order is replayed",
  },
  {
    file: exchange("ExchangeVault"),
    from: "held >= before && held - before == amount",
    to: "held >= before",
    why: "a token that takes a fee is credited in full",
  },
  {
    file: exchange("ExchangeVault"),
    from: "require(msg.sender == _s().credits, IExchange.Exchange_ForeignToken(msg.sender));",
    to: "",
    why: "any token reports credits",
  },
  {
    file: exchange("ExchangeVault"),
    from: "require(to != address(this), IExchange.Exchange_AccountBlocked(to));",
    to: "",
    why: "paid to itself",
  },
  {
    file: exchange("ExchangeVault"),
    from: "require(!gate_.isBlocked(msg.sender), IExchange.Exchange_AccountBlocked(msg.sender));",
    to: "",
    why: "a blocked account leaves",
  },
  {
    file: exchange("ExchangeVault"),
    from: "function withdraw(uint32 asset_, uint256 amount, address to) external nonReentrant {",
    to: "function withdraw(uint32 asset_, uint256 amount, address to) external {",
    why: "no guard on the way out",
  },
  {
    file: exchange("Exchange"),
    from: "require(msg.sender == gate_, IExchange.Exchange_OnlyGate(msg.sender, gate_));",
    to: "",
    why: "anybody clears mirrors",
  },
  {
    file: exchange("Exchange"),
    from: "function _authorizeUpgrade(address) internal override restricted {}",
    to: "function _authorizeUpgrade(address) internal override {}",
    why: "anybody upgrades",
  },
  {
    file: exchange("ExchangeOperators"),
    from: "book.tape = book.tape.withFees(0);",
    to: "",
    why: "fees are paid out again and again",
  },
  {
    file: exchange("ExchangeOperators"),
    from: "require(lowestMaker + lowestTaker >= 0, IExchange.Exchange_RebateAboveFee(lowestMaker, lowestTaker));",
    to: "",
    why: "rebates beyond all fees",
  },
];
