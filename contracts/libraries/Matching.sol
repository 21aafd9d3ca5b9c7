// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, BookSide, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { MarketBounds } from "../types/MarketBounds.sol";
import { OrderId } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { BatchLabels } from "./BatchLabels.sol";
import { BookSlots } from "./BookSlots.sol";
import { Fees } from "./Fees.sol";
import { FillLog } from "./FillLog.sol";
import { Icebergs } from "./Icebergs.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Matching
/// @notice Walks the opposite side in price and time order and settles every resting order met. The taker's own side of
/// the settlement is the caller's.
library Matching {
    using Balances for ExchangeStorage.Layout;
    using BookSlots for BookSide;
    using FillLog for bytes;
    using LevelOverflow for BookSide;
    using TickBitmap for BookSide;

    /// @notice Why a take ended before it was filled, its steps used up or nothing crossed any more.
    enum End {
        NONE,
        BREACHED,
        SELF_TRADE,
        UNLABELLED
    }

    /// @notice One take, input and outcome.
    /// @param taker whose own orders are met as `selfTrade` says.
    /// @param marketId the market.
    /// @param takerIsBid the taker's side.
    /// @param limitTicks worst price.
    /// @param selfTrade see `IExchange.SelfTrade`.
    /// @param end see `End`.
    /// @param lots still wanted.
    /// @param steps resting orders that may still be met, removed or moved out of overflow.
    /// @param filled lots traded.
    /// @param notional quote traded.
    /// @param makerFees quote collected from makers.
    /// @param takerFeePips the taker's fee, which bounds rebates.
    /// @param rebates quote given to makers.
    /// @param lastTicks price of the last fill.
    /// @param low lowest price at which a fill may happen; set when the first level is met.
    /// @param high highest such price.
    /// @param average time-weighted price before the take.
    /// @param tape the market's tape before the take.
    /// @param fills see `IExchange.Taken`.
    struct Take {
        address taker;
        uint32 marketId;
        bool takerIsBid;
        uint16 limitTicks;
        IExchange.SelfTrade selfTrade;
        End end;
        uint256 lots;
        uint256 steps;
        uint256 filled;
        uint256 notional;
        uint256 makerFees;
        uint256 takerFeePips;
        uint256 rebates;
        uint256 lastTicks;
        uint256 low;
        uint256 high;
        uint256 average;
        MarketTape tape;
        bytes fills;
    }

    /// @notice The best level that a taker would meet.
    /// @return crosses whether the taker's limit reaches it.
    /// @return rank see TickBitmap.
    function best(
        Book storage book,
        bool takerIsBid,
        uint256 limitTicks
    ) internal view returns (bool crosses, uint256 rank) {
        bool found;
        (found, rank) = (takerIsBid ? book.asks : book.bids).best();
        crosses = found && rank <= limitTicks ^ _flip(takerIsBid);
    }

    function _flip(bool takerIsBid) private pure returns (uint256) {
        return takerIsBid ? 0 : TickBitmap.BID_FLIP;
    }

    /// @notice Matches what crosses: see `sweep`.
    /// @return crosses whether the rest still crosses the best opposite level.
    function run(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t
    ) internal returns (bool) {
        (bool crosses, uint256 rank) = best(book, t.takerIsBid, t.limitTicks);
        return crosses && sweep(s, book, config, t, rank);
    }

    /// @notice Matches until the take is filled, its steps are used up, it ends early, or the rest no longer crosses. Nothing is
    /// met while the batch lacks a label that the market requires.
    /// @param t with at least one lot and one step.
    /// @param rank of the best opposite level, which crosses.
    /// @return whether the rest still crosses the best opposite level.
    function sweep(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        uint256 rank
    ) internal returns (bool) {
        if (config.labelled() && BatchLabels.missingOf(s, book, config) != 0) {
            t.end = End.UNLABELLED;
            return true;
        }
        _prepare(book, t);
        uint256 flip = _flip(t.takerIsBid);
        bool crosses = true;
        do {
            if (t.steps == 0) return true;
            uint256 tick = rank ^ flip;
            if (tick < t.low || tick > t.high) t.end = End.BREACHED;
            else _sweepLevel(s, book, config, t, tick, flip);
            if (t.end != End.NONE) return true;
            if (t.lots == 0) return false;
            (crosses, rank) = best(book, t.takerIsBid, t.limitTicks);
        } while (crosses);
        return false;
    }

    /// @dev Reads what bounds the take and reserves its log.
    function _prepare(Book storage book, Take memory t) private view {
        MarketBounds bounds = book.bounds;
        t.tape = book.tape;
        t.average = t.tape.averageAt(block.timestamp, bounds.averagingSeconds());
        (t.low, t.high) = bounds.band(t.average, t.tape.lastTicks());
        t.fills = FillLog.open(t.steps);
    }

    /// @dev Meets the orders of one level that has live lots; at least one step is left.
    function _sweepLevel(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        uint256 flip
    ) private {
        BookSide storage side = t.takerIsBid ? book.asks : book.bids;
        LevelHeader h = side.level(tick);
        do {
            // live lots with an empty ring wait in overflow
            h = h.mask() == 0 ? _refill(side, t, tick, h) : _meetHead(s, book, config, t, tick, h);
        } while (h.lots() != 0 && t.lots != 0 && t.steps != 0 && t.end == End.NONE);
        side.setLevel(tick, RestingBook.settled(side, flip, tick, h.advance()));
    }

    /// @dev Moves orders from a level's overflow into its empty ring; each takes a step.
    function _refill(
        BookSide storage side,
        Take memory t,
        uint256 tick,
        LevelHeader h
    ) private returns (LevelHeader refilled) {
        uint256 moved;
        (refilled, moved) = side.refill(tick, h, t.steps);
        unchecked {
            t.steps -= moved; // safe: at most t.steps
        }
    }

    /// @dev Meets the oldest order of the ring, which must not be empty; a step is left.
    /// @return the header without what left the level.
    function _meetHead(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        LevelHeader h
    ) private returns (LevelHeader) {
        BookSide storage side = t.takerIsBid ? book.asks : book.bids;
        uint256 sequence;
        unchecked {
            sequence = h.first() + h.head(); // safe: 32 bits + less than 152
            t.steps -= 1; // safe: a step is left
        }
        OrderSlot order = side.order(tick, sequence);
        (uint256 gone, IExchange.FillOutcome outcome) = _meet(s, book, config, t, order, tick);
        if (gone == 0) return h; // the taker gave way to its own order
        return _leave(s, book, config, t, tick, h, order, gone, _head(sequence, outcome));
    }

    /// @dev Where an order stood and what became of it, in one word: sequence 32 | outcome 8.
    function _head(uint256 sequence, IExchange.FillOutcome outcome) private pure returns (uint256) {
        return sequence | (uint256(outcome) << 32);
    }

    /// @dev Takes `gone` lots off the level's oldest order and logs it.
    function _leave(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        LevelHeader h,
        OrderSlot order,
        uint256 gone,
        uint256 head
    ) private returns (LevelHeader) {
        IExchange.FillOutcome outcome = IExchange.FillOutcome(head >> 32);
        head = uint32(head); // safe: truncation keeps the sequence
        h = h.subLots(gone);
        if (gone == order.lots()) {
            h = h.dropHead();
            if (order.isIceberg()) h = _iceberg(s, book, config, t, tick, h, order, outcome);
        } else {
            BookSide storage side = t.takerIsBid ? book.asks : book.bids;
            side.setOrder(tick, head, order.withLots(order.lots() - gone));
        }
        t.fills.append(FillLog.record(tick, head, gone, order.lots() - gone, outcome, h.lots()));
        return h;
    }

    /// @dev What becomes of an iceberg whose shown part left the level: filled or, in a self-trade, taken off by its owner,
    /// it shows its next part; removed, it ends.
    function _iceberg(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        LevelHeader h,
        OrderSlot order,
        IExchange.FillOutcome outcome
    ) private returns (LevelHeader) {
        bool goesOn =
            outcome == IExchange.FillOutcome.FILLED ||
                (outcome == IExchange.FillOutcome.REMOVED_SELF_TRADE && t.selfTrade == IExchange.SelfTrade.DECREMENT);
        OrderId id = Icebergs.idOf(t.marketId, !t.takerIsBid, tick, order);
        if (goesOn) return Icebergs.succeed(s, book, config, id, h, order);
        Icebergs.end(s, book, config, id, order.feePips());
        return h;
    }

    /// @dev Fills the order, or removes and refunds it when it may not trade.
    /// @return gone lots that leave the level.
    /// @return outcome what happened.
    function _meet(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t,
        OrderSlot order,
        uint256 tick
    ) private returns (uint256 gone, IExchange.FillOutcome outcome) {
        address maker = Icebergs.ownerOf(book, order);
        uint256 lotPrice = tick * config.tickSize();
        gone = order.lots();
        if (order.isExpired(block.timestamp)) {
            outcome = IExchange.FillOutcome.REMOVED_EXPIRED;
        } else if (maker == t.taker) {
            outcome = IExchange.FillOutcome.REMOVED_SELF_TRADE;
            gone = _meetOwn(t, gone);
            if (gone == 0) return (0, outcome);
        } else {
            uint256 filled = gone < t.lots ? gone : t.lots;
            if (_fill(s, config, t, order, maker, filled, lotPrice)) {
                t.lastTicks = tick;
                return (filled, IExchange.FillOutcome.FILLED);
            }
            outcome = IExchange.FillOutcome.REMOVED_INELIGIBLE;
        }
        refundPart(s, config, !t.takerIsBid, order, maker, gone, lotPrice);
    }

    /// @dev Applies the taker's self-trade mode to an own order of `lots`.
    /// @return gone lots that leave that order.
    function _meetOwn(Take memory t, uint256 lots) private pure returns (uint256 gone) {
        IExchange.SelfTrade mode = t.selfTrade;
        if (mode == IExchange.SelfTrade.CANCEL_MAKER) return lots;
        if (mode == IExchange.SelfTrade.DECREMENT) {
            gone = lots < t.lots ? lots : t.lots;
            unchecked {
                t.lots -= gone; // safe: at most t.lots
            }
            return gone;
        }
        t.end = End.SELF_TRADE;
        return mode == IExchange.SelfTrade.CANCEL_BOTH ? lots : 0;
    }

    /// @dev Pays the maker, if it may trade, and counts the fill.
    /// @return whether it did.
    function _fill(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Take memory t,
        OrderSlot order,
        address maker,
        uint256 filled,
        uint256 lotPrice
    ) private returns (bool) {
        unchecked {
            uint256 notional = filled * lotPrice; // safe: 40 + 80 bits
            uint256 fee;
            uint256 rebate = Fees.rebateDown(notional, order.feePips(), t.takerFeePips);
            if (t.takerIsBid) {
                fee = Fees.feeUp(notional, order.feePips());
                // safe: a fee of at most 2 %, rounded up, never exceeds a notional of at least 1
                if (!s.creditIfEligible(maker, config.quoteAsset(), notional - fee + rebate)) return false;
                if (config.tiered()) s.addVolume(maker, config.quoteAsset(), filled * config.lotUnits());
            } else {
                if (!s.creditIfEligible(maker, config.baseAsset(), filled * config.lotUnits())) return false;
                if (rebate != 0) s.credit(maker, config.quoteAsset(), rebate);
                fee = Fees.bidFeeReleased(order.lots(), filled, lotPrice, order.feePips());
            }
            t.lots -= filled; // safe: filled <= t.lots
            t.filled += filled; // safe: at most the order's 40-bit size
            t.notional += notional; // safe: all fills together stay below 2^120, see Fees
            t.makerFees += fee; // safe: below the notional
            t.rebates += rebate; // safe: below the notional
        }
        return true;
    }

    /// @notice Returns the escrow of the `gone` lots that leave a resting order untraded.
    function refundPart(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        bool isBid,
        OrderSlot order,
        address owner,
        uint256 gone,
        uint256 lotPrice
    ) internal {
        if (isBid) {
            uint256 lots = order.lots();
            uint256 amount = gone * lotPrice + Fees.bidFeeReleased(lots, gone, lotPrice, order.feePips());
            s.credit(owner, config.quoteAsset(), amount);
        } else {
            s.credit(owner, config.baseAsset(), gone * config.lotUnits());
        }
    }

    /// @notice Returns a resting order's whole escrow to its owner's free balance.
    /// @param owner of the order.
    function refund(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        bool isBid,
        OrderSlot order,
        address owner,
        uint256 lotPrice
    ) internal {
        refundPart(s, config, isBid, order, owner, order.lots(), lotPrice);
    }
}
