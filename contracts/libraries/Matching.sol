// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, BookSide, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { FillLog } from "./FillLog.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Matching
/// @notice Walks the opposite side in price and time order and settles every resting order met. The taker's own side of
/// the settlement is the caller's.
library Matching {
    using Balances for ExchangeStorage.Layout;
    using FillLog for bytes;
    using LevelOverflow for BookSide;
    using TickBitmap for BookSide;

    /// @notice One take, input and outcome.
    /// @param taker whose orders are removed rather than met.
    /// @param takerIsBid the taker's side.
    /// @param limitTicks worst price.
    /// @param lots still wanted.
    /// @param steps resting orders that may still be met, removed or moved out of overflow.
    /// @param notional quote traded.
    /// @param makerFees quote collected from makers.
    /// @param fills see `IExchange.Taken`.
    struct Take {
        address taker;
        bool takerIsBid;
        uint16 limitTicks;
        uint256 lots;
        uint256 steps;
        uint256 notional;
        uint256 makerFees;
        bytes fills;
    }

    /// @notice Matches until the take is filled, its steps are used up, or the rest no longer crosses.
    /// @return crosses whether the rest still crosses the best opposite level.
    function run(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Take memory t
    ) internal returns (bool crosses) {
        BookSide storage side = t.takerIsBid ? book.asks : book.bids;
        uint256 flip = t.takerIsBid ? 0 : TickBitmap.BID_FLIP;
        uint256 worst = t.limitTicks ^ flip;
        while (t.lots != 0) {
            (bool found, uint256 rank) = side.best();
            if (!found || rank > worst) return false;
            if (t.steps == 0) return true;
            if (t.fills.length == 0) t.fills = FillLog.open(t.steps);
            _sweepLevel(s, side, config, t, rank ^ flip, flip);
        }
        return false;
    }

    /// @dev Meets the orders of one level that has live lots; at least one step is left.
    function _sweepLevel(
        ExchangeStorage.Layout storage s,
        BookSide storage side,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        uint256 flip
    ) private {
        LevelHeader h = side.levels[tick];
        while (true) {
            if (h.mask() == 0) {
                // live lots with an empty ring wait in overflow
                uint256 moved;
                (h, moved) = side.refill(tick, h, t.steps);
                t.steps -= moved;
                if (t.steps == 0) break;
            }
            h = _meetHead(s, side, config, t, tick, h);
            if (h.lots() == 0 || t.lots == 0 || t.steps == 0) break;
        }
        side.levels[tick] = RestingBook.settled(side, flip, tick, h.advance());
    }

    /// @dev Meets the oldest order of the ring, which must not be empty; a step is left.
    /// @return the header without what left the level.
    function _meetHead(
        ExchangeStorage.Layout storage s,
        BookSide storage side,
        MarketConfig config,
        Take memory t,
        uint256 tick,
        LevelHeader h
    ) private returns (LevelHeader) {
        uint256 sequence;
        unchecked {
            sequence = h.first() + h.head(); // safe: 32 bits + less than 152
            t.steps -= 1; // safe: a step is left
        }
        uint256 index = RestingBook.ringIndex(tick, sequence);
        OrderSlot order = side.orders[index];
        (uint256 gone, IExchange.FillOutcome outcome) = _meet(s, config, t, order, tick * config.tickSize());

        uint256 remaining;
        unchecked {
            remaining = order.lots() - gone; // safe: `_meet` takes at most the order's lots
        }
        h = h.subLots(gone);
        if (remaining == 0) h = h.dropHead();
        else side.orders[index] = order.withLots(remaining);
        t.fills.append(FillLog.record(tick, sequence, gone, remaining, outcome, h.lots()));
        return h;
    }

    /// @dev Fills the order, or removes and refunds it when it may not trade.
    /// @return gone lots that leave the level.
    /// @return outcome what happened.
    function _meet(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Take memory t,
        OrderSlot order,
        uint256 lotPrice
    ) private returns (uint256 gone, IExchange.FillOutcome outcome) {
        gone = order.lots();
        if (order.isExpired(block.timestamp)) {
            outcome = IExchange.FillOutcome.REMOVED_EXPIRED;
        } else if (order.owner() == t.taker) {
            outcome = IExchange.FillOutcome.REMOVED_SELF_TRADE;
        } else {
            uint256 filled = gone < t.lots ? gone : t.lots;
            if (_fill(s, config, t, order, filled, lotPrice)) return (filled, IExchange.FillOutcome.FILLED);
            outcome = IExchange.FillOutcome.REMOVED_INELIGIBLE;
        }
        refund(s, config, !t.takerIsBid, order, lotPrice);
    }

    /// @dev Pays the maker, if it may trade, and counts the fill.
    /// @return whether it did.
    function _fill(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Take memory t,
        OrderSlot order,
        uint256 filled,
        uint256 lotPrice
    ) private returns (bool) {
        unchecked {
            uint256 notional = filled * lotPrice; // safe: 40 + 80 bits
            uint256 fee;
            if (t.takerIsBid) {
                fee = Fees.feeUp(notional, order.feePips());
                // safe: a fee of at most 2 %, rounded up, never exceeds a notional of at least 1
                if (!s.creditIfEligible(order.owner(), config.quoteAsset(), notional - fee)) return false;
            } else {
                if (!s.creditIfEligible(order.owner(), config.baseAsset(), filled * config.lotUnits())) return false;
                fee = Fees.bidFeeReleased(order.lots(), filled, lotPrice, order.feePips());
            }
            t.lots -= filled; // safe: filled <= t.lots
            t.notional += notional; // safe: all fills together stay below 2^120, see Fees
            t.makerFees += fee; // safe: below the notional
        }
        return true;
    }

    /// @notice Returns a resting order's whole escrow to its owner's free balance.
    function refund(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        bool isBid,
        OrderSlot order,
        uint256 lotPrice
    ) internal {
        if (isBid) {
            uint256 escrow = Fees.bidEscrow(order.lots(), lotPrice, order.feePips());
            s.credit(order.owner(), config.quoteAsset(), escrow);
        } else {
            s.credit(order.owner(), config.baseAsset(), order.lots() * config.lotUnits());
        }
    }
}
