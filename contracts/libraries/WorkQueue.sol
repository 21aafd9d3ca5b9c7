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

    /// @notice Appends an order whose escrow its owner has already paid.
    /// @param taker where the escrow came from and who owns the order.
    /// @param lots size, at most `q.lots`.
    /// @return id the deferred order's id.
    function push(
        Book storage book,
        IExchange.OrderRequest memory q,
        address taker,
        uint256 lots,
        uint16 takerFeePips
    ) internal returns (OrderId id) {
        uint32 sequence = book.queueTail;
        require(sequence != type(uint32).max, IExchange.Exchange_SequenceExhausted(q.marketId, 0));
        book.queueTail = sequence + 1;
        book.deferred[sequence] = DeferredOrder({
            slot: OrderSlotLib.pack(taker, lots, q.expiry, takerFeePips, flags(q.orderType, q.side, q.selfTrade)),
            terms: uint256(q.priceTicks) | (uint256(q.clientId) << 16) | (uint256(q.displayLots) << 96)
        });
        id = OrderIdLib.pack(q.marketId, OrderKind.DEFERRED, 0, sequence);
        emit IExchange.OrderDeferred(
            id,
            taker,
            q.side,
            q.orderType,
            q.priceTicks,
            uint40(lots), // safe: at most q.lots
            0,
            q.expiry,
            takerFeePips,
            q.clientId
        );
    }

    /// @notice Appends an order that already holds its escrow as for its limit price and fee.
    /// @param slot owner, lots, expiry, taker fee and `flags`.
    /// @param terms as of a DeferredOrder.
    /// @return id the deferred order's id; zero when the queue's sequences are used up, and then nothing changes.
    function append(Book storage book, uint32 marketId, OrderSlot slot, uint256 terms) internal returns (OrderId id) {
        uint32 sequence = book.queueTail;
        if (sequence == type(uint32).max) return id;
        book.queueTail = sequence + 1;
        book.deferred[sequence] = DeferredOrder({ slot: slot, terms: terms });
        id = OrderIdLib.pack(marketId, OrderKind.DEFERRED, 0, sequence);
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
            clientId(terms)
        );
    }

    /// @notice Deletes a deferred order and returns its whole escrow.
    function finish(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        IExchange.CancelReason reason
    ) internal returns (uint40 lots) {
        DeferredOrder storage d = book.deferred[id.sequence()];
        OrderSlot slot = d.slot;
        uint256 lotPrice = limitTicks(d.terms) * config.tickSize();
        d.slot = OrderSlot.wrap(0);
        d.terms = 0;
        lots = uint40(slot.lots()); // safe: a 40-bit field
        if (side(slot) == IExchange.Side.BID) {
            s.credit(slot.owner(), config.quoteAsset(), Fees.bidEscrow(lots, lotPrice, slot.feePips()));
        } else {
            s.credit(slot.owner(), config.baseAsset(), lots * config.lotUnits());
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
        return uint64(terms >> 16); // safe: truncation keeps the field
    }

    function displayLots(uint256 terms) internal pure returns (uint24) {
        return uint24(terms >> 96); // safe: truncation keeps the field
    }
}
