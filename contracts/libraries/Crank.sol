// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, DeferredOrder, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { FeeTiers } from "./FeeTiers.sol";
import { EscrowedTake } from "./EscrowedTake.sol";
import { Matching } from "./Matching.sol";
import { Phases } from "./Phases.sol";
import { RestingBook } from "./RestingBook.sol";
import { Settlement } from "./Settlement.sol";
import { WorkQueue } from "./WorkQueue.sol";

/// @title Crank
/// @notice Executes a market's deferred orders, always the head, never skipping one and never failing on one.
library Crank {
    using Balances for ExchangeStorage.Layout;

    /// @dev What one call works with.
    /// @param config as of the last order.
    /// @param asked whether `pays` is known.
    /// @param pays whether the caller may trade, hence be paid.
    /// @param earned keeper fees so far, quote base units.
    struct Round {
        uint32 marketId;
        MarketConfig config;
        bool asked;
        bool pays;
        uint256 earned;
    }

    /// @notice Works for the caller, who gets the keeper fees of the orders that it finishes.
    /// @param config of a trading or delisted market; a delisted one returns everything.
    /// @param maxSteps one step is a resting order met, removed or moved, or a deferred order finished.
    /// @return steps work done, at most `maxSteps`.
    function run(
        ExchangeStorage.Layout storage s,
        Book storage book,
        uint32 marketId,
        MarketConfig config,
        uint256 maxSteps
    ) internal returns (uint256 steps) {
        uint32 head = book.queueHead;
        uint32 tail = book.queueTail;
        uint32 start = head;
        Round memory r;
        (r.marketId, r.config) = (marketId, config);
        while (head != tail && steps < maxSteps) {
            (uint256 met, bool finished) = _work(s, book, r, head, maxSteps - steps);
            steps += met;
            // its steps are used up, the batch lacks a label, or a breach, which always leaves its order unfinished, opened an auction
            if (!finished) break;
            ++head;
            ++steps;
        }
        if (head != start) book.queueHead = head;
        if (r.earned != 0) s.credit(msg.sender, config.quoteAsset(), r.earned);
        // the last order may finish with the step that follows its last fill
        if (steps > maxSteps) steps = maxSteps;
    }

    /// @return met resting orders met.
    /// @return finished whether the order has left the queue.
    function _work(
        ExchangeStorage.Layout storage s,
        Book storage book,
        Round memory r,
        uint32 sequence,
        uint256 budget
    ) private returns (uint256 met, bool finished) {
        OrderSlot slot = book.deferred[sequence].slot;
        if (slot.lots() == 0) return (0, true); // cancelled by its owner
        OrderId id = OrderIdLib.pack(r.marketId, OrderKind.DEFERRED, 0, sequence);
        (bool dead, IExchange.CancelReason reason) = WorkQueue.judge(s, r.config, slot);
        if (dead) {
            WorkQueue.finish(s, book, r.config, id, reason);
            return (0, true);
        }
        return _match(s, book, r, id, slot, budget);
    }

    function _match(
        ExchangeStorage.Layout storage s,
        Book storage book,
        Round memory r,
        OrderId id,
        OrderSlot slot,
        uint256 budget
    ) private returns (uint256 met, bool finished) {
        uint256 terms = book.deferred[id.sequence()].terms;
        Matching.Take memory t = _take(id, slot, terms);
        t.steps = budget;
        bool crosses = Matching.run(s, book, r.config, t);
        // it waits for the batch's labels, as for the end of a halt
        if (t.end == Matching.End.UNLABELLED) return (0, false);
        uint256 lotPrice = WorkQueue.limitTicks(terms) * r.config.tickSize();
        uint256 takerFee = EscrowedTake.settle(s, r.config, slot, t.lots, lotPrice, t);
        Settlement.record(s, book, r.config, t, id, takerFee, WorkQueue.clientId(terms));
        met = budget - t.steps;
        finished = t.end == Matching.End.SELF_TRADE || !crosses;
        if (finished) _finish(s, book, r, id, slot.withLots(t.lots), t);
        else _keep(book, id, slot.withLots(t.lots), t);
    }

    function _take(OrderId id, OrderSlot slot, uint256 terms) private pure returns (Matching.Take memory t) {
        t.taker = slot.owner();
        t.marketId = id.marketId();
        t.selfTrade = WorkQueue.selfTrade(slot);
        t.takerIsBid = WorkQueue.side(slot) == IExchange.Side.BID;
        t.limitTicks = WorkQueue.limitTicks(terms);
        t.lots = slot.lots();
        t.takerFeePips = slot.feePips();
    }

    /// @dev Leaves the rest at the head of the queue: its steps are used up, or a breach opened an auction.
    function _keep(Book storage book, OrderId id, OrderSlot rest, Matching.Take memory t) private {
        if (t.end == Matching.End.BREACHED) Phases.breach(book, t);
        DeferredOrder storage d = book.deferred[id.sequence()];
        d.slot = rest;
        if (t.filled != 0) d.terms = WorkQueue.withTraded(d.terms);
        _report(id, t.filled, rest.lots());
    }

    /// @dev Ends an order that is filled, no longer crosses or gave way to one of its owner's own. It was executed, and its
    /// keeper is paid, unless all of it lapses without a trade.
    function _finish(
        ExchangeStorage.Layout storage s,
        Book storage book,
        Round memory r,
        OrderId id,
        OrderSlot rest,
        Matching.Take memory t
    ) private {
        DeferredOrder storage d = book.deferred[id.sequence()];
        uint256 terms = d.terms;
        bool gaveWay = t.end == Matching.End.SELF_TRADE;
        bool rests = !gaveWay && WorkQueue.orderType(rest) == IExchange.OrderType.LIMIT_GTC;
        if (rest.lots() == 0 || (rests && _rest(s, book, r.config, id, rest, terms))) {
            d.slot = OrderSlot.wrap(0);
            d.terms = 0;
            uint256 back = _reward(s, r, id, terms);
            if (back != 0) s.credit(rest.owner(), r.config.quoteAsset(), back);
            _report(id, t.filled, 0);
            return;
        }
        d.slot = rest;
        bool executed = gaveWay || t.filled != 0 || WorkQueue.hasTraded(terms);
        uint256 feeBack = executed ? _reward(s, r, id, terms) : WorkQueue.keeperFee(r.config, terms);
        if (t.filled != 0) _report(id, t.filled, rest.lots());
        IExchange.CancelReason reason =
            gaveWay ? IExchange.CancelReason.SELF_TRADE : IExchange.CancelReason.UNFILLED_REMAINDER;
        WorkQueue.finishWith(s, book, r.config, id, reason, feeBack);
    }

    /// @dev Counts an order's keeper fee for the caller, where the caller may trade.
    /// @return back what goes back to the owner instead, quote base units.
    function _reward(
        ExchangeStorage.Layout storage s,
        Round memory r,
        OrderId id,
        uint256 terms
    ) private returns (uint256 back) {
        uint256 fee = WorkQueue.keeperFee(r.config, terms);
        if (fee == 0) return 0;
        if (!r.asked) (r.asked, r.pays) = (true, s.mayTrade(msg.sender, r.config.quoteAsset()));
        if (!r.pays) return fee;
        r.earned += fee;
        emit IExchange.KeeperPaid(id, msg.sender, fee);
    }

    function _report(OrderId id, uint256 filled, uint256 left) private {
        // safe: at most the order's 40-bit size
        emit IExchange.DeferredProgressed(id, uint40(filled), uint40(left));
    }

    /// @dev Rests what no longer crosses.
    /// @return whether the level had room.
    function _rest(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        OrderSlot rest,
        uint256 terms
    ) private returns (bool) {
        if (config.tiered()) config = FeeTiers.applied(s, book, config, rest.owner());
        (OrderSlot order, uint256 displayLots, uint256 surplus) = _resting(config, rest, terms);
        (RestingBook.Refusal refusal, , ) = Settlement.rest(
            book,
            id.marketId(),
            WorkQueue.side(rest) == IExchange.Side.BID,
            WorkQueue.limitTicks(terms),
            order,
            displayLots,
            WorkQueue.clientId(terms)
        );
        if (refusal != RestingBook.Refusal.NONE) return false;
        // only a bid's escrow depends on the fee
        if (surplus != 0) s.credit(rest.owner(), config.quoteAsset(), surplus);
        return true;
    }

    /// @return order as it will rest: its maker fee is today's, but never above the taker fee it escrowed.
    /// @return displayLots what shows of an iceberg. Its parts round up one by one; what cannot pay for that shows whole.
    /// @return surplus what the escrow holds beyond that.
    function _resting(
        MarketConfig config,
        OrderSlot rest,
        uint256 terms
    ) private pure returns (OrderSlot order, uint256 displayLots, uint256 surplus) {
        bool isBid = WorkQueue.side(rest) == IExchange.Side.BID;
        uint256 lotPrice = WorkQueue.limitTicks(terms) * config.tickSize();
        uint16 feePips = config.makerFeePips();
        if (!Fees.isRebate(feePips) && feePips > rest.feePips()) feePips = rest.feePips();
        displayLots = WorkQueue.displayLots(terms);
        uint256 held = Settlement.escrow(config, isBid, rest.lots(), 0, lotPrice, rest.feePips());
        uint256 needed = Settlement.escrow(config, isBid, rest.lots(), displayLots, lotPrice, feePips);
        if (needed > held) {
            displayLots = 0;
            needed = Settlement.escrow(config, isBid, rest.lots(), 0, lotPrice, feePips);
        }
        surplus = held - needed;
        order = rest.restingWith(feePips, uint8(IExchange.OrderType.LIMIT_GTC));
    }
}
