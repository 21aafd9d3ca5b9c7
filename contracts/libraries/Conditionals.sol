// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book, Conditional, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { ConditionalTerms } from "../types/ConditionalTerms.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Settlement } from "./Settlement.sol";
import { Triggers } from "./Triggers.sol";
import { WorkQueue } from "./WorkQueue.sol";

/// @title Conditionals
/// @notice Conditional orders from their record to their end: fired, or removed and refunded. Whichever it is, the record and
/// every trigger of it go at once, so that no order can both fire and be refunded, and no OCO fire twice.
library Conditionals {
    using Balances for ExchangeStorage.Layout;

    /// @param number the market's count of conditional orders.
    function idOf(uint32 marketId, uint32 number) internal pure returns (OrderId) {
        return OrderIdLib.pack(marketId, OrderKind.CONDITIONAL, 0, number);
    }

    /// @return whether this is the one form in which the id of a conditional order is written.
    function isConditional(OrderId id) internal pure returns (bool) {
        return id.isWellFormed() && id.kind() == OrderKind.CONDITIONAL && id.priceTicks() == 0;
    }

    /// @return the asset that an order on this side is paid in.
    function escrowAsset(MarketConfig config, OrderSlot slot) internal pure returns (uint32) {
        return WorkQueue.side(slot) == IExchange.Side.BID ? config.quoteAsset() : config.baseAsset();
    }

    /// @return what the order holds with `limitTicks` as its limit price.
    function escrow(MarketConfig config, OrderSlot slot, uint256 limitTicks) internal pure returns (uint256) {
        bool isBid = WorkQueue.side(slot) == IExchange.Side.BID;
        return Settlement.escrow(config, isBid, slot.lots(), 0, limitTicks * config.tickSize(), slot.feePips());
    }

    /// @return quote base units that the order prepaid for being fired.
    function keeperFee(MarketConfig config, ConditionalTerms terms) internal pure returns (uint256) {
        return terms.keeperFeeTicks() * config.tickSize();
    }

    /// @notice Ends a live order without firing it and returns all it holds.
    /// @return lots its size.
    function end(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        IExchange.CancelReason reason
    ) internal returns (uint40 lots) {
        Conditional memory c = book.conditionals[id.sequence()];
        _forget(book, id, c);
        address owner = c.slot.owner();
        s.credit(owner, escrowAsset(config, c.slot), escrow(config, c.slot, c.terms.dearestTicks()));
        uint256 fee = keeperFee(config, c.terms);
        if (fee != 0) s.credit(owner, config.quoteAsset(), fee);
        lots = uint40(c.slot.lots()); // safe: a 40-bit field
        emit IExchangeConditionals.ConditionalCancelled(id, owner, lots, reason);
    }

    /// @notice Turns a live order into a deferred one with the escrow it holds, and returns what that one does not need. Its
    /// keeper fee is the caller's to pay out.
    /// @param above which of its triggers was met.
    /// @return deferredId zero when the work queue takes no more; nothing changes then.
    /// @return c the order as it was.
    function fire(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        bool above
    ) internal returns (OrderId deferredId, Conditional memory c) {
        c = book.conditionals[id.sequence()];
        uint16 limitTicks = c.terms.limitTicks(above);
        // terms of a DeferredOrder: limit price and client id; its keeper fee was for firing it
        uint256 terms = uint256(limitTicks) | (uint256(c.terms.clientId()) << 16);
        deferredId = WorkQueue.append(book, config, id.marketId(), c.slot, terms);
        if (OrderId.unwrap(deferredId) == 0) return (deferredId, c);
        _forget(book, id, c);
        uint256 surplus = escrow(config, c.slot, c.terms.dearestTicks()) - escrow(config, c.slot, limitTicks);
        if (surplus != 0) s.credit(c.slot.owner(), config.quoteAsset(), surplus);
    }

    /// @dev Deletes the record of a live order and all its triggers.
    function _forget(Book storage book, OrderId id, Conditional memory c) private {
        delete book.conditionals[id.sequence()];
        unchecked {
            --book.conditionalsOf[c.slot.owner()]; // safe: counted when it was placed
        }
        _untrigger(book, c.terms, true);
        _untrigger(book, c.terms, false);
    }

    function _untrigger(Book storage book, ConditionalTerms terms, bool above) private {
        uint16 ticks = terms.trigger(above);
        if (ticks != 0) Triggers.remove(book, above, ticks, terms.sequence(above));
    }
}
