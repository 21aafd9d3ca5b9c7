// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, DeferredOrder, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { Matching } from "./Matching.sol";
import { Phases } from "./Phases.sol";
import { RestingBook } from "./RestingBook.sol";
import { Settlement } from "./Settlement.sol";
import { WorkQueue } from "./WorkQueue.sol";

/// @title Crank
/// @notice Executes a market's deferred orders, always the head, never skipping one and never failing on one.
library Crank {
    using Balances for ExchangeStorage.Layout;

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
        while (head != tail && steps < maxSteps) {
            (uint256 met, bool finished) = _work(s, book, marketId, config, head, maxSteps - steps);
            steps += met;
            if (!finished) break;
            ++head;
            ++steps;
            // a breach found by the order just finished opened an auction
            config = book.config;
            if (!_trades(config)) break;
        }
        if (head != start) book.queueHead = head;
        // the last order may finish with the step that follows its last fill
        if (steps > maxSteps) steps = maxSteps;
    }

    function _trades(MarketConfig config) private pure returns (bool) {
        IExchange.MarketPhase phase = config.phase();
        return phase == IExchange.MarketPhase.CONTINUOUS || phase == IExchange.MarketPhase.DELISTED;
    }

    /// @return met resting orders met.
    /// @return finished whether the order has left the queue.
    function _work(
        ExchangeStorage.Layout storage s,
        Book storage book,
        uint32 marketId,
        MarketConfig config,
        uint32 sequence,
        uint256 budget
    ) private returns (uint256 met, bool finished) {
        OrderSlot slot = book.deferred[sequence].slot;
        if (slot.lots() == 0) return (0, true); // cancelled by its owner
        OrderId id = OrderIdLib.pack(marketId, OrderKind.DEFERRED, 0, sequence);
        (bool dead, IExchange.CancelReason reason) = _judge(s, config, slot);
        if (dead) {
            WorkQueue.finish(s, book, config, id, reason);
            return (0, true);
        }
        return _match(s, book, config, id, slot, budget);
    }

    /// @return dead whether the order may not trade any more.
    /// @return reason why.
    function _judge(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        OrderSlot slot
    ) private view returns (bool dead, IExchange.CancelReason reason) {
        if (config.phase() == IExchange.MarketPhase.DELISTED) return (true, IExchange.CancelReason.MARKET_CLOSED);
        if (slot.isExpired(block.timestamp)) return (true, IExchange.CancelReason.EXPIRED);
        bool isBid = WorkQueue.side(slot) == IExchange.Side.BID;
        if (!s.mayTrade(slot.owner(), isBid ? config.baseAsset() : config.quoteAsset())) {
            return (true, IExchange.CancelReason.INELIGIBLE);
        }
    }

    function _match(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        OrderSlot slot,
        uint256 budget
    ) private returns (uint256 met, bool finished) {
        DeferredOrder storage d = book.deferred[id.sequence()];
        uint256 terms = d.terms;
        Matching.Take memory t;
        t.taker = slot.owner();
        t.marketId = id.marketId();
        t.selfTrade = WorkQueue.selfTrade(slot);
        t.takerIsBid = WorkQueue.side(slot) == IExchange.Side.BID;
        t.limitTicks = WorkQueue.limitTicks(terms);
        t.lots = slot.lots();
        t.steps = budget;

        bool crosses = Matching.run(s, book, config, t);
        _settle(s, book, id, config, slot, terms, t);
        uint256 filled = t.filled;

        uint40 left = uint40(t.lots); // safe: at most the order's 40-bit size
        met = budget - t.steps;
        OrderSlot rest = slot.withLots(left);
        if (left == 0) {
            _erase(d);
            emit IExchange.DeferredProgressed(id, uint40(filled), 0); // safe: at most the order's 40-bit size
            return (met, true);
        }
        if (t.end == Matching.End.SELF_TRADE) {
            d.slot = rest;
            if (filled != 0) emit IExchange.DeferredProgressed(id, uint40(filled), left); // safe: as above
            WorkQueue.finish(s, book, config, id, IExchange.CancelReason.SELF_TRADE);
            return (met, true);
        }
        if (crosses) {
            if (t.end == Matching.End.BREACHED) Phases.breach(book, t);
            d.slot = rest;
            emit IExchange.DeferredProgressed(id, uint40(filled), left); // safe: as above
            return (met, false);
        }
        if (WorkQueue.orderType(slot) == IExchange.OrderType.LIMIT_GTC && _rest(s, book, config, id, rest, terms)) {
            _erase(d);
            emit IExchange.DeferredProgressed(id, uint40(filled), 0); // safe: as above
        } else {
            d.slot = rest;
            if (filled != 0) emit IExchange.DeferredProgressed(id, uint40(filled), left); // safe: as above
            WorkQueue.finish(s, book, config, id, IExchange.CancelReason.UNFILLED_REMAINDER);
        }
        return (met, true);
    }

    function _erase(DeferredOrder storage d) private {
        d.slot = OrderSlot.wrap(0);
        d.terms = 0;
    }

    /// @dev Pays the owner what a take brought and what its escrow held beyond the price and fee.
    function _settle(
        ExchangeStorage.Layout storage s,
        Book storage book,
        OrderId id,
        MarketConfig config,
        OrderSlot slot,
        uint256 terms,
        Matching.Take memory t
    ) private {
        uint256 takerFee;
        bool isBid = t.takerIsBid;
        uint256 gone = slot.lots() - t.lots;
        if (gone != 0) {
            takerFee = Fees.feeUp(t.notional, slot.feePips());
            if (isBid) {
                uint256 lotPrice = WorkQueue.limitTicks(terms) * config.tickSize();
                uint256 released =
                    Fees.bidEscrow(slot.lots(), lotPrice, slot.feePips()) -
                        Fees.bidEscrow(t.lots, lotPrice, slot.feePips());
                // the escrow is at the limit price, so what it releases covers the notional
                uint256 spare = released - t.notional;
                if (takerFee > spare) takerFee = spare;
                if (spare != takerFee) s.credit(t.taker, config.quoteAsset(), spare - takerFee);
                if (t.filled != 0) s.credit(t.taker, config.baseAsset(), t.filled * config.lotUnits());
            } else {
                if (t.filled != 0) s.credit(t.taker, config.quoteAsset(), t.notional - takerFee);
                // lots taken off against an own order come back as they were
                if (gone != t.filled) s.credit(t.taker, config.baseAsset(), (gone - t.filled) * config.lotUnits());
            }
        }
        Settlement.record(s, book, config, t, id, takerFee, WorkQueue.clientId(terms));
    }

    /// @dev Rests what no longer crosses. Its maker fee is today's, but never above the taker fee it escrowed.
    /// @return whether the level had room.
    function _rest(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        OrderSlot rest,
        uint256 terms
    ) private returns (bool) {
        bool isBid = WorkQueue.side(rest) == IExchange.Side.BID;
        uint16 makerFee = config.makerFeePips();
        if (makerFee > rest.feePips()) makerFee = rest.feePips();
        uint256 lotPrice = WorkQueue.limitTicks(terms) * config.tickSize();
        uint256 held = Settlement.escrow(config, isBid, rest.lots(), 0, lotPrice, rest.feePips());
        uint256 displayLots = WorkQueue.displayLots(terms);
        uint256 needed = Settlement.escrow(config, isBid, rest.lots(), displayLots, lotPrice, makerFee);
        if (needed > held) {
            // the parts of an iceberg round up one by one; what cannot pay for that shows whole
            displayLots = 0;
            needed = Settlement.escrow(config, isBid, rest.lots(), 0, lotPrice, makerFee);
        }
        (RestingBook.Refusal refusal, , ) = Settlement.rest(
            book,
            id.marketId(),
            isBid,
            WorkQueue.limitTicks(terms),
            OrderSlotLib.pack(rest.owner(), rest.lots(), rest.expiry(), makerFee, uint8(IExchange.OrderType.LIMIT_GTC)),
            displayLots,
            WorkQueue.clientId(terms)
        );
        if (refusal != RestingBook.Refusal.NONE) return false;
        // only a bid's escrow depends on the fee
        if (held != needed) s.credit(rest.owner(), config.quoteAsset(), held - needed);
        return true;
    }
}
