// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, BookSide, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { AuctionLog } from "./AuctionLog.sol";
import { Balances } from "./Balances.sol";
import { BookSlots } from "./BookSlots.sol";
import { Fees } from "./Fees.sol";
import { FillLog } from "./FillLog.sol";
import { Icebergs } from "./Icebergs.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { Matching } from "./Matching.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Uncrossing
/// @notice Carries out an auction's trades at its price: the best bid with the best ask, in price and time order, as long as
/// both accept the price.
/// @dev What an order trades in one call is settled at once, when it leaves or the call ends. Fees are the difference of two
/// roundings, so that the sum over any cut of an order into calls is the same to the base unit: with N(n) = n x price of a
/// lot, a fill of k out of n lots pays feeUp(N(n)) - feeUp(N(n - k)). At the limit price that is what the escrow releases; at a
/// better one the improvement, at least one base unit a lot, covers the rounding.
library Uncrossing {
    using AuctionLog for bytes;
    using Balances for ExchangeStorage.Layout;
    using BookSlots for BookSide;
    using LevelOverflow for BookSide;
    using TickBitmap for BookSide;

    /// @notice One call's part of an auction.
    /// @param marketId the market.
    /// @param ticks the price.
    /// @param lotPrice the price of a lot, quote base units.
    /// @param steps left.
    /// @param filled lots traded.
    /// @param fees collected, quote base units.
    /// @param fills see `IExchangeAuctions.AuctionFilled`.
    struct Round {
        uint32 marketId;
        uint256 ticks;
        uint256 lotPrice;
        uint256 steps;
        uint256 filled;
        uint256 fees;
        bytes fills;
    }

    /// @dev The oldest order of the best level of one side, and what is stored of both once it is left.
    /// @param isBid which side.
    /// @param isOpen whether a level is held here; `h` is then ahead of what is stored.
    /// @param hasOrder whether an order is held here; `order` is then ahead of what is stored.
    /// @param tick of the level.
    /// @param h the level's header.
    /// @param sequence of the order.
    /// @param order its lots are those left.
    /// @param owner who may trade.
    /// @param filled lots traded and not settled yet.
    struct Head {
        bool isBid;
        bool isOpen;
        bool hasOrder;
        uint256 tick;
        LevelHeader h;
        uint256 sequence;
        OrderSlot order;
        address owner;
        uint256 filled;
    }

    /// @notice Trades until one side has no level that accepts the price, or the steps are used up. What happens next is told
    /// by the book alone, so that the end is the same in any number of calls.
    function run(ExchangeStorage.Layout storage s, Book storage book, MarketConfig config, Round memory r) internal {
        // a step leaves two records at the most, and each side one when the call ends
        r.fills = AuctionLog.open(2 * r.steps + 2);
        Head memory bid;
        Head memory ask;
        bid.isBid = true;
        while (r.steps != 0 && _accepts(book, r, bid) && _accepts(book, r, ask)) {
            if (!bid.hasOrder) _seek(s, book, config, r, bid);
            else if (!ask.hasOrder) _seek(s, book, config, r, ask);
            else _meet(s, book, config, r, bid, ask);
        }
        _close(s, book, config, r, bid);
        _close(s, book, config, r, ask);
    }

    // ------------------------------------------------------------------------------------------- finding the orders

    /// @return whether a level of this side accepts the price, dead orders and all; it is held then.
    function _accepts(Book storage book, Round memory r, Head memory a) private returns (bool) {
        if (a.isOpen) {
            if (a.h.lots() != 0) return true;
            _store(book, a);
        }
        return _open(book, r, a);
    }

    /// @dev Holds the oldest order of the level, or removes it when it may not trade. Removing one, and moving one out of
    /// overflow, is a step; one is left.
    function _seek(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a
    ) private {
        if (a.h.mask() == 0) {
            // live lots with an empty ring wait in overflow
            uint256 moved;
            (a.h, moved) = _side(book, a).refill(a.tick, a.h, r.steps);
            r.steps -= moved;
            return;
        }
        _read(book, a);
        (bool dead, IExchange.FillOutcome outcome) = _judge(s, config, a);
        if (dead) _remove(s, book, config, r, a, outcome);
        else a.hasOrder = true;
    }

    function _side(Book storage book, Head memory a) private view returns (BookSide storage) {
        return a.isBid ? book.bids : book.asks;
    }

    function _flip(Head memory a) private pure returns (uint256) {
        return a.isBid ? TickBitmap.BID_FLIP : 0;
    }

    /// @return whether the side's best level accepts the price.
    function _open(Book storage book, Round memory r, Head memory a) private view returns (bool) {
        BookSide storage side = _side(book, a);
        (bool found, uint256 rank) = side.best();
        if (!found || rank > r.ticks ^ _flip(a)) return false;
        a.tick = rank ^ _flip(a);
        a.h = side.level(a.tick);
        return a.isOpen = true;
    }

    function _read(Book storage book, Head memory a) private view {
        unchecked {
            a.sequence = a.h.first() + a.h.head(); // safe: 32 bits + less than 152
        }
        a.order = _side(book, a).order(a.tick, a.sequence);
        a.owner = Icebergs.ownerOf(book, a.order);
        a.filled = 0;
    }

    /// @return dead whether the order may not trade any more.
    /// @return outcome why.
    function _judge(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Head memory a
    ) private returns (bool dead, IExchange.FillOutcome outcome) {
        if (a.order.isExpired(block.timestamp)) return (true, IExchange.FillOutcome.REMOVED_EXPIRED);
        // a credit of nothing asks the word that will be credited, and keeps what the gate answers
        uint32 credited = a.isBid ? config.baseAsset() : config.quoteAsset();
        if (!s.creditIfEligible(a.owner, credited, 0)) return (true, IExchange.FillOutcome.REMOVED_INELIGIBLE);
    }

    // ------------------------------------------------------------------------------------------- trading

    /// @dev Lets the two orders trade, or takes the smaller size off both where they are one account's.
    function _meet(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory bid,
        Head memory ask
    ) private {
        uint256 lots = bid.order.lots();
        if (ask.order.lots() < lots) lots = ask.order.lots();
        unchecked {
            r.steps -= 1; // safe: a step is left
        }
        if (bid.owner == ask.owner) {
            _takeOff(s, book, config, r, bid, lots, IExchange.FillOutcome.REMOVED_SELF_TRADE);
            _takeOff(s, book, config, r, ask, lots, IExchange.FillOutcome.REMOVED_SELF_TRADE);
            return;
        }
        unchecked {
            r.filled += lots; // safe: 150 steps of 40 bits
        }
        _trade(s, book, config, r, bid, lots);
        _trade(s, book, config, r, ask, lots);
    }

    /// @dev Counts a fill; what is used up is settled and leaves.
    function _trade(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a,
        uint256 lots
    ) private {
        _reduce(a, lots);
        unchecked {
            a.filled += lots; // safe: at most the order's 40-bit size
        }
        if (a.order.lots() == 0) _leave(s, book, config, r, a, IExchange.FillOutcome.FILLED, 0);
    }

    /// @dev Takes lots off an order that do not trade and returns what they hold.
    function _takeOff(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a,
        uint256 lots,
        IExchange.FillOutcome outcome
    ) private {
        _settle(s, config, r, a);
        Matching.refundPart(s, config, a.isBid, a.order, a.owner, lots, a.tick * config.tickSize());
        _reduce(a, lots);
        if (a.order.lots() == 0) _leave(s, book, config, r, a, outcome, lots);
        else _log(r, a, outcome, lots);
    }

    function _remove(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a,
        IExchange.FillOutcome outcome
    ) private {
        unchecked {
            r.steps -= 1; // safe: a step is left
        }
        _takeOff(s, book, config, r, a, a.order.lots(), outcome);
    }

    function _reduce(Head memory a, uint256 lots) private pure {
        a.h = a.h.subLots(lots);
        unchecked {
            a.order = a.order.withLots(a.order.lots() - lots); // safe: at most the order's lots
        }
    }

    /// @dev Ends an order without lots. An iceberg shows its next part, or ends when it was removed.
    /// @param lots that were taken off rather than traded.
    function _leave(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a,
        IExchange.FillOutcome outcome,
        uint256 lots
    ) private {
        a.hasOrder = false;
        a.h = a.h.dropHead();
        if (a.order.isIceberg()) {
            OrderId id = Icebergs.idOf(r.marketId, a.isBid, a.tick, a.order);
            bool goesOn =
                outcome == IExchange.FillOutcome.FILLED || outcome == IExchange.FillOutcome.REMOVED_SELF_TRADE;
            if (goesOn) a.h = Icebergs.succeed(s, book, config, id, a.h, a.order);
            else Icebergs.end(s, book, config, id, a.order.feePips());
        }
        if (outcome == IExchange.FillOutcome.FILLED) _settle(s, config, r, a);
        else _log(r, a, outcome, lots);
    }

    // ------------------------------------------------------------------------------------------- settling

    /// @dev Pays for what an order has traded in this call, and logs it.
    function _settle(ExchangeStorage.Layout storage s, MarketConfig config, Round memory r, Head memory a) private {
        uint256 filled = a.filled;
        if (filled == 0) return;
        a.filled = 0;
        unchecked {
            // safe, all: lots of 40 bits and prices of 80, see Fees; the contract's comment shows that no difference is
            // negative
            uint256 lots = a.order.lots() + filled;
            uint256 notional = filled * r.lotPrice;
            uint256 fee = Fees.bidFeeReleased(lots, filled, r.lotPrice, a.order.feePips());
            r.fees += fee;
            if (a.isBid) {
                uint256 limit = a.tick * config.tickSize();
                uint256 released = filled * limit + Fees.bidFeeReleased(lots, filled, limit, a.order.feePips());
                s.credit(a.owner, config.baseAsset(), filled * config.lotUnits());
                if (released != notional + fee) s.credit(a.owner, config.quoteAsset(), released - notional - fee);
            } else {
                s.credit(a.owner, config.quoteAsset(), notional - fee);
            }
        }
        _log(r, a, IExchange.FillOutcome.FILLED, filled);
    }

    function _log(Round memory r, Head memory a, IExchange.FillOutcome outcome, uint256 lots) private pure {
        r.fills.append(a.isBid, FillLog.record(a.tick, a.sequence, lots, a.order.lots(), outcome, a.h.lots()));
    }

    /// @dev Settles and stores what is left of a side when the call ends.
    function _close(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Round memory r,
        Head memory a
    ) private {
        if (!a.isOpen) return;
        if (a.hasOrder) {
            _settle(s, config, r, a);
            _side(book, a).setOrder(a.tick, a.sequence, a.order);
        }
        _store(book, a);
    }

    function _store(Book storage book, Head memory a) private {
        BookSide storage side = _side(book, a);
        side.setLevel(a.tick, RestingBook.settled(side, _flip(a), a.tick, a.h.advance()));
        a.isOpen = false;
    }
}
