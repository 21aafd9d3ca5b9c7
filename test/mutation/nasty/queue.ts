/** Changes to the work queue, stops, slices, auctions and phases. */
import { exchange, libraries, types, type Nasty } from "./place.ts";

export const QUEUE: readonly Nasty[] = [
  // queue, stops, slices
  {
    file: libraries("Crank"),
    from: "if (slot.lots() == 0) return (0, true); // cancelled by its owner",
    to: "",
    why: "a cancelled head",
  },
  { file: libraries("Crank"), from: "if (!finished) break;", to: "", why: "an unfinished order is skipped" },
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
];
