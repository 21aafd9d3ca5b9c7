/** Changes to fees and rounding, levels, matching and icebergs. */
import { libraries, types, type Nasty } from "./place.ts";

export const BOOK: readonly Nasty[] = [
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
];
