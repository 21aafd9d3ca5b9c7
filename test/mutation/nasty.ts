/**
 * Changes chosen by hand, at the places where real order books were broken (audits and contests of Clober, SamWitch, GTE, Rubicon,
 * Oku, Tempo, OpenBook, Phoenix, Manifest, GMX and Aptos), and where a single line carries a promise of this one.
 */
import { applied, lineAt, type Mutant } from "./mutant.ts";

/** @param from text that occurs once in the file. */
export type Nasty = { file: string; from: string; to: string; why: string };

const libraries = (name: string) => `contracts/libraries/${name}.sol`;
const exchange = (name: string) => `contracts/exchange/${name}.sol`;
const types = (name: string) => `contracts/types/${name}.sol`;

export const NASTY: readonly Nasty[] = [
  // rounding and fees
  {
    file: libraries("Fees"),
    from: "(notional * pips + (ONE - 1)) / ONE",
    to: "(notional * pips) / ONE",
    why: "fees round down",
  },
  {
    file: libraries("Fees"),
    from: "(notional * rebate) / ONE",
    to: "(notional * rebate + ONE - 1) / ONE",
    why: "rebates round up",
  },
  {
    file: libraries("Fees"),
    from: "if (rebate > takerPips) rebate = takerPips;",
    to: "",
    why: "a rebate beyond the taker's fee",
  },
  {
    file: libraries("Fees"),
    from: "feeUp(lots * lotPrice, pips) - feeUp((lots - filled) * lotPrice, pips)",
    to: "feeUp(filled * lotPrice, pips)",
    why: "each fill rounds up by itself: one unit short in the end",
  },
  {
    file: libraries("EscrowedTake"),
    from: "if (takerFee > spare) takerFee = spare;",
    to: "",
    why: "a fee beyond what was escrowed for it",
  },
  {
    file: libraries("Settlement"),
    from: "takerFee + t.makerFees - t.rebates",
    to: "takerFee + t.makerFees",
    why: "rebates paid twice over",
  },
  {
    file: libraries("Settlement"),
    from: "s.fees[config.quoteAsset()] += fees;",
    to: "s.fees[config.quoteAsset()] = fees;",
    why: "spilled fees are lost",
  },
  {
    file: libraries("Matching"),
    from: "if (rebate != 0) s.credit(maker, config.quoteAsset(), rebate);",
    to: "",
    why: "a bid maker's rebate goes nowhere",
  },
  // levels, masks, sequences
  {
    file: types("LevelHeader"),
    from: "return offset < WINDOW && (LevelHeader.unwrap(h) >> offset) & 1 != 0;",
    to: "return offset < 256 && (LevelHeader.unwrap(h) >> offset) & 1 != 0;",
    why: "bits beyond the mask count as orders",
  },
  {
    file: types("LevelHeader"),
    from: "uint256 n = bits == 0 ? h.tail() : BitScan.lowest(bits);",
    to: "uint256 n = bits == 0 ? 0 : BitScan.lowest(bits);",
    why: "an emptied level gives sequences again",
  },
  {
    file: types("OrderSlot"),
    from: "uint256 private constant LOTS_MASK = uint256(type(uint40).max) << 160;",
    to: "uint256 private constant LOTS_MASK = uint256(type(uint32).max) << 160;",
    why: "a clear mask narrower than its field leaves bits behind",
  },
  {
    file: types("OrderSlot"),
    from: "return at != 0 && nowSeconds >= at;",
    to: "return at != 0 && nowSeconds > at;",
    why: "an order trades in its last second",
  },
  { file: types("OrderId"), from: "return raw >> 88 == 0 &&", to: "return", why: "one order has many ids" },
  {
    file: libraries("RestingBook"),
    from: "(tick << 8) | (sequence % LevelHeaderLib.WINDOW)",
    to: "(tick << 7) | (sequence % LevelHeaderLib.WINDOW)",
    why: "rings of neighbouring ticks overlap",
  },
  {
    file: libraries("RestingBook"),
    from: "if (h.lots() != 0) return h;\n        side.clear(tick ^ flip);",
    to: "if (h.lots() != 0) return h;",
    why: "an empty tick stays in the bitmap",
  },
  {
    file: libraries("RestingBook"),
    from: "if (h.lots() + lots > LevelHeaderLib.MAX_LOTS) return (Refusal.LEVEL_FULL, 0, h);",
    to: "",
    why: "a level's total overflows into its flags",
  },
  {
    file: libraries("RestingBook"),
    from: "if (sequence > LAST_SEQUENCE) return (Refusal.SEQUENCE_EXHAUSTED, 0, h);",
    to: "",
    why: "sequences pass 32 bits",
  },
  {
    file: libraries("RestingBook"),
    from: "if (inRing) h = h.drop(sequence).advance();",
    to: "if (inRing) h = h.dropHead().advance();",
    why: "cancelling one order kills another",
  },
  {
    file: libraries("RestingBook"),
    from: "if (wasEmpty) side.set(tick ^ flip);",
    to: "if (!wasEmpty) side.set(tick ^ flip);",
    why: "a first order that nobody finds",
  },
  {
    file: libraries("LevelOverflow"),
    from: "mask |= 1 << (sequence - first);",
    to: "mask |= 1;",
    why: "only one of the orders moved lives on",
  },
  {
    file: libraries("LevelOverflow"),
    from: "side.overflowNext[tick] = sequence + 1;",
    to: "side.overflowNext[tick] = sequence;",
    why: "two orders of one id",
  },
  {
    file: libraries("LevelOverflow"),
    from: "bool stays = found || span > LevelHeaderLib.WINDOW;",
    to: "bool stays = found;",
    why: "a level leaves overflow with a window too small",
  },
  {
    file: libraries("SequenceSet"),
    from: "from = (from >> 8) + 1;",
    to: "from = (from >> 8);",
    why: "the search stays where it is",
  },
  {
    file: libraries("TickBitmap"),
    from: "if (word == 0) side.root &= ~(1 << index);",
    to: "side.root &= ~(1 << index);",
    why: "256 ticks vanish with one",
  },
  { file: libraries("TickBitmap"), from: "if (index == 255) return (false, 0);", to: "", why: "the end of the grid" },
  // matching
  {
    file: libraries("Matching"),
    from: "crosses = found && rank <= limitTicks ^ _flip(takerIsBid);",
    to: "crosses = found;",
    why: "a taker pays beyond its limit",
  },
  {
    file: libraries("Matching"),
    from: "if (t.steps == 0) return true;",
    to: "if (t.steps == 0) return false;",
    why: "a rest that crosses comes to rest",
  },
  {
    file: libraries("Matching"),
    from: "if (tick < t.low || tick > t.high) t.end = End.BREACHED;\n            else",
    to: "",
    why: "no breaker before the fill",
  },
  {
    file: libraries("Matching"),
    from: "if (!s.creditIfEligible(maker, config.quoteAsset(), notional - fee + rebate)) return false;",
    to: "s.credit(maker, config.quoteAsset(), notional - fee + rebate);",
    why: "a frozen maker is paid",
  },
  {
    file: libraries("Matching"),
    from: "uint256 filled = gone < t.lots ? gone : t.lots;",
    to: "uint256 filled = gone;",
    why: "a taker gets more than it asked for",
  },
  {
    file: libraries("Matching"),
    from: "gone = lots < t.lots ? lots : t.lots;",
    to: "gone = lots;",
    why: "decrement takes off more than the smaller",
  },
  {
    file: libraries("Matching"),
    from: "return mode == IExchange.SelfTrade.CANCEL_BOTH ? lots : 0;",
    to: "return lots;",
    why: "cancel-taker cancels both",
  },
  {
    file: libraries("Matching"),
    from: "address maker = Icebergs.ownerOf(book, order);",
    to: "address maker = order.owner();",
    why: "an iceberg's number is paid",
  },
  {
    file: libraries("Matching"),
    from: "refundPart(s, config, !t.takerIsBid, order, maker, gone, lotPrice);",
    to: "",
    why: "a removed maker loses its escrow",
  },
  // icebergs
  {
    file: libraries("Icebergs"),
    from: "if (lots > hidden) lots = hidden;",
    to: "",
    why: "the last part shows more than is left",
  },
  {
    file: libraries("Icebergs"),
    from: "book.icebergs[id.sequence()] = IcebergRecord.wrap(0);",
    to: "",
    why: "an ended iceberg is refunded again",
  },
  { file: libraries("Icebergs"), from: "hidden -= lots;", to: "", why: "an iceberg never ends" },
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
  // queue, stops, slices
  {
    file: libraries("Crank"),
    from: "if (slot.lots() == 0) return (0, true); // cancelled by its owner",
    to: "",
    why: "a cancelled head",
  },
  { file: libraries("Crank"), from: "if (!finished) break;", to: "", why: "an unfinished order is skipped" },
  { file: libraries("Crank"), from: "if (!_trades(r.config)) break;", to: "", why: "the queue goes on in an auction" },
  {
    file: libraries("WorkQueue"),
    from: "d.slot = OrderSlot.wrap(0);\n        d.terms = 0;\n        lots",
    to: "lots",
    why: "a deferred order is refunded twice",
  },
  {
    file: libraries("Conditionals"),
    from: "delete book.conditionals[id.sequence()];",
    to: "",
    why: "a conditional order ends twice",
  },
  {
    file: libraries("Conditionals"),
    from: "_untrigger(book, c.terms, true);\n        _untrigger(book, c.terms, false);",
    to: "_untrigger(book, c.terms, true);",
    why: "the other leg of an OCO stays",
  },
  {
    file: libraries("Conditionals"),
    from: "if (surplus != 0) s.credit(c.slot.owner(), config.quoteAsset(), surplus);",
    to: "",
    why: "the dearer leg's surplus is lost",
  },
  {
    file: libraries("Triggers"),
    from: "above = up && (!down || price - upTicks >= downTicks - price);",
    to: "above = up;",
    why: "one side always fires first",
  },
  {
    file: libraries("Triggers"),
    from: "down = down && downTicks >= price;",
    to: "down = down && downTicks == price;",
    why: "a gap through a trigger does not fire",
  },
  {
    file: libraries("ReferencePrice"),
    from: "ticks = tape.settledTicks(block.number);",
    to: "ticks = tape.lastTicks();",
    why: "a price of the same block fires stops",
  },
  {
    file: libraries("ReferencePrice"),
    from: "ticks = _clamped(ticks, low, high);\n        (bool found",
    to: "(bool found",
    why: "a flash price counts in full",
  },
  {
    file: exchange("ExchangeStops"),
    from: "if (!_move(book, id, above, to)) return false;",
    to: "_move(book, id, above, to);",
    why: "a move that failed is reported",
  },
  {
    file: exchange("ExchangeStops"),
    from: "Triggers.remove(book, above, terms.trigger(above), terms.sequence(above));",
    to: "",
    why: "a moved trigger leaves its shadow",
  },
  {
    file: libraries("Trailing"),
    from: "slot.lots() == 0 || slot.isExpired(block.timestamp) || terms",
    to: "slot.lots() == 0 || terms",
    why: "an expired order trails",
  },
  {
    file: exchange("ExchangeFiring"),
    from: "_s().credit(c.slot.owner(), r.config.quoteAsset(), fee);\n            fee = 0;",
    to: "_s().credit(c.slot.owner(), r.config.quoteAsset(), fee);\n            r.earned += fee;",
    why: "a keeper and the owner both get the fee",
  },
  {
    file: libraries("Slices"),
    from: "if (lots > most) lots = most;",
    to: "",
    why: "a late slice makes up for all at once",
  },
  {
    file: libraries("Slices"),
    from: "uint256(uint32(volume - seen)) * bps",
    to: "(volume - seen) * bps",
    why: "the volume counter wraps",
  },
  {
    file: libraries("Parents"),
    from: "if (!isOpen && index < next) index = next;",
    to: "",
    why: "an interval has two slices",
  },
  { file: libraries("Parents"), from: "if (center == 0) return 0;", to: "", why: "no reference price, no bound" },
  {
    file: libraries("Parents"),
    from: "limit = isBid ? high : low;",
    to: "limit = isBid ? low : high;",
    why: "the tolerance on the wrong side",
  },
  {
    file: exchange("ExchangeSlicing"),
    from: "require(block.timestamp >= slice.dueAt, IExchangeParents.Exchange_SliceNotDue(slice.dueAt, block.timestamp));",
    to: "",
    why: "an early slice",
  },
  // auctions and phases
  {
    file: libraries("Auction"),
    from: "if (bid.found && bid.tick == bid.last) return (bid.last, bid.last);",
    to: "",
    why: "a price that leaves a better bid out",
  },
  { file: libraries("Uncrossing"), from: "r.fees += fee;", to: "", why: "an auction's fees belong to nobody" },
  {
    file: libraries("Uncrossing"),
    from: "if (released != notional + fee) s.credit(a.owner, config.quoteAsset(), released - notional - fee);",
    to: "",
    why: "a bid's improvement is lost",
  },
  {
    file: libraries("Uncrossing"),
    from: "while (r.steps != 0 && _accepts(book, r, bid)",
    to: "while (_accepts(book, r, bid)",
    why: "steps below zero",
  },
  {
    file: exchange("ExchangePhases"),
    from: "_requireOver(book, marketId, phase);\n            book.auction = 0;",
    to: "book.auction = 0;",
    why: "an auction that ends at once",
  },
  {
    file: exchange("ExchangePhases"),
    from: "_requireOutside(f, f.last);",
    to: "",
    why: "a market is halted for a price it has left",
  },
  {
    file: types("MarketBounds"),
    from: "(low, high) = narrowed(low, high, lastTicks << 16, _field(bounds, 32));",
    to: "",
    why: "no cap on one transaction's move",
  },
  {
    file: types("MarketTape"),
    from: "if (elapsed >= averagingSeconds) return last;",
    to: "return last;",
    why: "the average is the last price",
  },
  {
    file: types("MarketTape"),
    from: "uint256 settled = t.settledTicks(blockNumber);",
    to: "uint256 settled = t.lastTicks();",
    why: "the second trade of a block settles the first",
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

/** The mutants of the list that still apply, and those whose text is gone from its file or stands there more than once. */
export function nastyMutants(read: (file: string) => string | undefined): { mutants: Mutant[]; stale: Nasty[] } {
  const mutants: Mutant[] = [];
  const stale: Nasty[] = [];
  for (const nasty of NASTY) {
    const source = read(nasty.file) ?? "";
    const at = source.indexOf(nasty.from);
    if (at < 0 || source.includes(nasty.from, at + 1)) stale.push(nasty);
    else
      mutants.push({
        file: nasty.file,
        line: lineAt(source, at),
        operator: "nasty",
        at,
        from: nasty.from,
        to: nasty.to,
      });
  }
  return { mutants: mutants.filter((m) => applied(read(m.file) ?? "", m) !== read(m.file)), stale };
}
