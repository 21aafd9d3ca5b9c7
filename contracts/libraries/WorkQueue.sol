// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, DeferredOrder, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";

/// @title WorkQueue
/// @notice The deferred orders of a market: first in, first out, escrow held as for their limit price with the taker fee.
library WorkQueue {
    using Balances for ExchangeStorage.Layout;

    // Where the fields of a DeferredOrder's terms stand.
    uint256 private constant CLIENT_SHIFT = 16;
    uint256 private constant FEE_SHIFT = 80;
    uint256 private constant DISPLAY_SHIFT = 96;
    uint256 private constant TRADED = 1 << 120;

    /// @return what an order placed now prepays for its execution, in units of tickSize.
    function feeTicks(Book storage book) internal view returns (uint256) {
        return book.bounds.keeperFeeTicks();
    }

    /// @notice Appends an order whose escrow and keeper fee its owner has already paid.
    /// @param account who paid them and owns the order.
    /// @param lots size, at most `q.lots`.
    /// @param feeTicks_ the keeper fee, from `feeTicks`.
    /// @return id the deferred order's id.
    function push(
        Book storage book,
        MarketConfig config,
        IExchange.OrderRequest calldata q,
        address account,
        uint256 lots,
        uint256 feeTicks_
    ) internal returns (OrderId id) {
        uint8 flags_ = flags(q.orderType, q.side, q.selfTrade);
        OrderSlot slot = OrderSlotLib.pack(account, lots, q.expiry, config.takerFeePips(), flags_);
        uint256 terms =
            q.priceTicks |
                (uint256(q.clientId) << CLIENT_SHIFT) |
                (feeTicks_ << FEE_SHIFT) |
                (uint256(q.displayLots) << DISPLAY_SHIFT);
        id = append(book, config, q.marketId, slot, terms);
        require(OrderId.unwrap(id) != 0, IExchange.Exchange_SequenceExhausted(q.marketId, 0));
    }

    /// @notice Appends an order that already holds its escrow as for its limit price and fee.
    /// @param slot owner, lots, expiry, taker fee and `flags`.
    /// @param terms as of a DeferredOrder.
    /// @return id the deferred order's id; zero when the queue's sequences are used up, and then nothing changes.
    function append(
        Book storage book,
        MarketConfig config,
        uint32 marketId,
        OrderSlot slot,
        uint256 terms
    ) internal returns (OrderId id) {
        uint32 sequence = book.queueTail;
        if (sequence == type(uint32).max) return id;
        book.queueTail = sequence + 1;
        book.deferred[sequence] = DeferredOrder({ slot: slot, terms: terms });
        id = OrderIdLib.pack(marketId, OrderKind.DEFERRED, 0, sequence);
        _report(id, slot, terms, keeperFee(config, terms));
    }

    function _report(OrderId id, OrderSlot slot, uint256 terms, uint256 fee) private {
        emit IExchange.OrderDeferred(
            id,
            slot.owner(),
            side(slot),
            orderType(slot),
            limitTicks(terms),
            uint40(slot.lots()), // safe: a 40-bit field
            0,
            slot.expiry(),
            slot.feePips(),
            clientId(terms),
            fee
        );
    }

    /// @param slot of an order that waits, for its turn or for a price.
    /// @return dead whether it may not go on.
    /// @return reason why.
    function judge(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        OrderSlot slot
    ) internal view returns (bool dead, IExchange.CancelReason reason) {
        if (config.phase() == IExchange.MarketPhase.DELISTED) return (true, IExchange.CancelReason.MARKET_CLOSED);
        if (slot.isExpired(block.timestamp)) return (true, IExchange.CancelReason.EXPIRED);
        bool isBid = side(slot) == IExchange.Side.BID;
        if (!s.mayTrade(slot.owner(), isBid ? config.baseAsset() : config.quoteAsset())) {
            bool lapsed = s.hasLapsed(slot.owner());
            return (true, lapsed ? IExchange.CancelReason.DEAD_MAN : IExchange.CancelReason.INELIGIBLE);
        }
    }

    /// @notice Deletes a deferred order and returns its whole escrow and its keeper fee.
    function finish(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        IExchange.CancelReason reason
    ) internal returns (uint40 lots) {
        uint256 fee = keeperFee(config, book.deferred[id.sequence()].terms);
        return finishWith(s, book, config, id, reason, fee);
    }

    /// @notice Deletes a deferred order and returns its whole escrow.
    /// @param feeBack what is returned of its keeper fee, quote base units.
    function finishWith(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        IExchange.CancelReason reason,
        uint256 feeBack
    ) internal returns (uint40 lots) {
        DeferredOrder storage d = book.deferred[id.sequence()];
        OrderSlot slot = d.slot;
        uint256 lotPrice = limitTicks(d.terms) * config.tickSize();
        d.slot = OrderSlot.wrap(0);
        d.terms = 0;
        lots = uint40(slot.lots()); // safe: a 40-bit field
        if (side(slot) == IExchange.Side.BID) {
            uint256 escrow = Fees.bidEscrow(lots, lotPrice, slot.feePips());
            s.credit(slot.owner(), config.quoteAsset(), escrow + feeBack);
        } else {
            s.credit(slot.owner(), config.baseAsset(), lots * config.lotUnits());
            if (feeBack != 0) s.credit(slot.owner(), config.quoteAsset(), feeBack);
        }
        emit IExchange.DeferredCancelled(id, slot.owner(), lots, reason);
    }

    function flags(
        IExchange.OrderType orderType_,
        IExchange.Side side_,
        IExchange.SelfTrade selfTrade_
    ) internal pure returns (uint8) {
        return uint8(orderType_) | (uint8(side_) << 4) | (uint8(selfTrade_) << 5);
    }

    function orderType(OrderSlot slot) internal pure returns (IExchange.OrderType) {
        return IExchange.OrderType(slot.flags() & 0x0f);
    }

    function side(OrderSlot slot) internal pure returns (IExchange.Side) {
        return IExchange.Side((slot.flags() >> 4) & 1);
    }

    function selfTrade(OrderSlot slot) internal pure returns (IExchange.SelfTrade) {
        return IExchange.SelfTrade((slot.flags() >> 5) & 3);
    }

    function limitTicks(uint256 terms) internal pure returns (uint16) {
        return uint16(terms); // safe: the field is the low 16 bits
    }

    function clientId(uint256 terms) internal pure returns (uint64) {
        return uint64(terms >> CLIENT_SHIFT); // safe: truncation keeps the field
    }

    /// @return quote base units that the order prepaid for its execution.
    function keeperFee(MarketConfig config, uint256 terms) internal pure returns (uint256) {
        return uint16(terms >> FEE_SHIFT) * config.tickSize(); // safe: truncation keeps the field
    }

    function displayLots(uint256 terms) internal pure returns (uint24) {
        return uint24(terms >> DISPLAY_SHIFT); // safe: truncation keeps the field
    }

    /// @return whether a crank has let the order trade before.
    function hasTraded(uint256 terms) internal pure returns (bool) {
        return terms & TRADED != 0;
    }

    /// @return the same terms of an order that has traded.
    function withTraded(uint256 terms) internal pure returns (uint256) {
        return terms | TRADED;
    }
}
