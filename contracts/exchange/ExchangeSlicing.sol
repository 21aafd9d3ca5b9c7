// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { Book, Parent } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { ParentSchedule } from "../types/ParentSchedule.sol";
import { Balances } from "../libraries/Balances.sol";
import { BatchLabels } from "../libraries/BatchLabels.sol";
import { EscrowedTake } from "../libraries/EscrowedTake.sol";
import { Matching } from "../libraries/Matching.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Parents } from "../libraries/Parents.sol";
import { Phases } from "../libraries/Phases.sol";
import { Settlement } from "../libraries/Settlement.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeSlicing
/// @notice Executes the slices of orders that are worked off over time. When, how much and at which price is computed here.
/// @dev A slice whose take ran out of steps or met a breach stays open until the next one falls due, so that a caller who
/// meets few orders cannot use it up; so does one that removed orders without trading.
abstract contract ExchangeSlicing is ExchangeBase {
    using Balances for Layout;

    /// @dev See IExchangeParents.
    function executeSlice(
        OrderId parentId,
        uint16 maxFills
    ) external nonReentrant returns (uint40 filledLots, uint40 lotsLeft) {
        require(maxFills != 0, IExchange.Exchange_ZeroAmount());
        require(maxFills <= OrderRules.FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(maxFills, OrderRules.FILLS_CAP));
        Parents.requireId(parentId);
        Parent storage p = Parents.find(_s(), parentId);
        Book storage book = _s().books[parentId.marketId()];
        (bool over, IExchangeParents.ParentEnd reason) = Parents.judge(_s(), book.config, p);
        if (!over) return _execute(book, parentId, p, maxFills);
        Parents.finish(_s(), book.config, parentId, p, reason);
    }

    function _execute(
        Book storage book,
        OrderId id,
        Parent storage p,
        uint16 maxFills
    ) private returns (uint40 filledLots, uint40 lotsLeft) {
        IExchangeParents.SliceView memory slice = _due(book, id, p);
        Matching.Take memory t = _take(id, p, slice, maxFills);
        bool crosses = Matching.run(_s(), book, book.config, t);
        if (t.end == Matching.End.UNLABELLED) BatchLabels.requireMet(_s(), book, book.config, id.marketId());
        // nothing met and no breach found: nothing has happened, and the slice may still be executed
        require(
            t.fills.length != 0 || t.end == Matching.End.BREACHED,
            IExchangeParents.Exchange_NothingCrosses(id, slice.boundTicks)
        );
        filledLots = uint40(t.filled); // safe: at most the slice's 40 bits
        lotsLeft = _settle(book, id, p, slice, t, crosses);
    }

    /// @dev Reverts unless a slice may be executed now.
    function _due(
        Book storage book,
        OrderId id,
        Parent storage p
    ) private view returns (IExchangeParents.SliceView memory slice) {
        IExchange.MarketPhase phase = book.config.phase();
        require(phase == IExchange.MarketPhase.CONTINUOUS, IExchange.Exchange_MarketNotOpen(id.marketId(), phase));
        slice = Parents.nextSlice(_s(), book, p);
        require(block.timestamp >= slice.dueAt, IExchangeParents.Exchange_SliceNotDue(slice.dueAt, block.timestamp));
        require(slice.boundTicks != 0, IExchange.Exchange_NoReferencePrice(id.marketId()));
        // safe: a 16-bit field
        uint16 cap = uint16(p.schedule.participationBps());
        require(slice.lots != 0, IExchangeParents.Exchange_ParticipationReached(id, cap));
    }

    function _take(
        OrderId id,
        Parent storage p,
        IExchangeParents.SliceView memory slice,
        uint16 maxFills
    ) private view returns (Matching.Take memory t) {
        OrderSlot slot = p.slot;
        t.taker = slot.owner();
        t.marketId = id.marketId();
        t.selfTrade = WorkQueue.selfTrade(slot);
        t.takerIsBid = WorkQueue.side(slot) == IExchange.Side.BID;
        t.limitTicks = slice.boundTicks;
        t.lots = slice.lots;
        t.takerFeePips = slot.feePips();
        t.steps = maxFills;
    }

    /// @dev Pays the owner and the keeper, moves the schedule on and ends the order when nothing more can follow.
    /// @return lotsLeft of the whole order, zero when it is over.
    function _settle(
        Book storage book,
        OrderId id,
        Parent storage p,
        IExchangeParents.SliceView memory slice,
        Matching.Take memory t,
        bool crosses
    ) private returns (uint40 lotsLeft) {
        lotsLeft = _pay(book, id, p, slice.lots, t);
        if (t.end == Matching.End.BREACHED) Phases.breach(book, t);
        bool lasts = t.end == Matching.End.SELF_TRADE ? false : crosses || t.lots == slice.lots;
        _progress(book, id, p, slice.slice, t, lasts);
        if (lotsLeft == 0) {
            Parents.finish(_s(), book.config, id, p, IExchangeParents.ParentEnd.FILLED);
        } else if (!lasts && p.schedule.next() == p.schedule.slices()) {
            Parents.finish(_s(), book.config, id, p, IExchangeParents.ParentEnd.WINDOW_OVER);
            lotsLeft = 0;
        }
    }

    /// @dev The owner's side of the take.
    function _pay(
        Book storage book,
        OrderId id,
        Parent storage p,
        uint256 lots,
        Matching.Take memory t
    ) private returns (uint40) {
        MarketConfig config = book.config;
        OrderSlot slot = p.slot;
        uint256 left = slot.lots() - (lots - t.lots);
        uint256 lotPrice = p.schedule.limitTicks() * config.tickSize();
        uint256 takerFee = EscrowedTake.settle(_s(), config, slot, left, lotPrice, t);
        p.slot = slot.withLots(left);
        Settlement.record(_s(), book, config, t, id, takerFee, p.clientId);
        return uint40(left); // safe: at most a 40-bit field
    }

    /// @param lasts whether what is left of the slice may be carried on.
    function _progress(
        Book storage book,
        OrderId id,
        Parent storage p,
        uint256 index,
        Matching.Take memory t,
        bool lasts
    ) private {
        ParentSchedule schedule = p.schedule;
        bool carriedOn = schedule.next() == index + 1;
        bool traded = t.filled != 0 || (carriedOn && p.openTraded);
        uint256 keeperFee;
        if (!lasts && traded) keeperFee = _payKeeper(book.config, schedule);
        // the own slice does not count as the market's volume
        p.schedule = schedule.progressed(index + 1, book.tape.volumeLots(), schedule.paid() + (keeperFee == 0 ? 0 : 1));
        uint40 open = lasts ? uint40(t.lots) : 0; // safe: at most the slice's 40 bits
        (p.openLots, p.openTraded) = (open, lasts && traded);
        // safe, all: indexes have 16 bits, sizes 40
        emit IExchangeParents.SliceExecuted(
            id,
            msg.sender,
            uint16(index),
            uint40(t.filled),
            open,
            uint40(p.slot.lots()),
            keeperFee
        );
    }

    /// @dev Pays the caller from what the owner prepaid. One who may not trade gets nothing; the owner keeps it.
    /// @return keeperFee quote base units paid.
    function _payKeeper(MarketConfig config, ParentSchedule schedule) private returns (uint256 keeperFee) {
        keeperFee = Parents.keeperFee(config, schedule);
        if (keeperFee == 0 || !_s().creditIfEligible(msg.sender, config.quoteAsset(), keeperFee)) return 0;
    }
}
