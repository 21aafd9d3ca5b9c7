// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchangeAccounts } from "../interfaces/IExchangeAccounts.sol";
import { Book, BookSide, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { RestingBook } from "./RestingBook.sol";

/// @title Amendment
/// @notice Makes a resting order smaller where it stands.
library Amendment {
    using Balances for ExchangeStorage.Layout;
    using LevelOverflow for BookSide;

    /// @param id of an ordinary order, of kind BID or ASK, that lives.
    /// @param inRing whether it is in the ring rather than in overflow.
    /// @param order as stored.
    /// @param lots new size, at least one and below the order's.
    function shrink(
        ExchangeStorage.Layout storage s,
        Book storage book,
        OrderId id,
        bool inRing,
        OrderSlot order,
        uint40 lots
    ) internal {
        uint256 gone = order.lots() - lots;
        uint256 levelLots = _store(id.kind() == OrderKind.BID ? book.bids : book.asks, id, inRing, order, lots);
        _refund(s, book.config, id, order, gone);
        // safe: a level's total is a 48-bit field
        emit IExchangeAccounts.OrderAmended(id, order.owner(), lots, uint48(levelLots));
    }

    /// @return levelLots the level's total afterwards.
    function _store(
        BookSide storage side,
        OrderId id,
        bool inRing,
        OrderSlot order,
        uint40 lots
    ) private returns (uint256 levelLots) {
        uint256 tick = id.priceTicks();
        LevelHeader h = side.levels[tick].subLots(order.lots() - lots);
        side.levels[tick] = h;
        levelLots = h.lots();
        order = order.withLots(lots);
        if (inRing) side.orders[RestingBook.ringIndex(tick, id.sequence())] = order;
        else side.rewrite(tick, id.sequence(), order);
    }

    /// @dev Returns the escrow of the lots that leave; over any splits of an order these sum to what it escrowed.
    function _refund(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        OrderId id,
        OrderSlot order,
        uint256 gone
    ) private {
        if (id.kind() == OrderKind.ASK) {
            s.credit(order.owner(), config.baseAsset(), gone * config.lotUnits());
            return;
        }
        uint256 lotPrice = id.priceTicks() * config.tickSize();
        uint256 fee = Fees.bidFeeReleased(order.lots(), gone, lotPrice, order.feePips());
        s.credit(order.owner(), config.quoteAsset(), gone * lotPrice + fee);
    }
}
