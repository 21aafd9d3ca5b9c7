// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { Icebergs } from "../libraries/Icebergs.sol";
import { Removal } from "../libraries/Removal.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangePruning
/// @notice Takes resting orders out of the book that may not trade any more.
abstract contract ExchangePruning is ExchangeBase {
    using Balances for Layout;

    /// @dev See IExchange.
    function prune(OrderId[] calldata orderIds) external nonReentrant returns (uint256 removed) {
        uint256 length = orderIds.length;
        require(length <= Removal.BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        for (uint256 i = 0; i < length; ++i) {
            if (_prune(orderIds[i])) ++removed;
        }
    }

    /// @return whether the order lived and no longer qualified.
    function _prune(OrderId id) private returns (bool) {
        if (!id.isWellFormed() || (id.kind() != OrderKind.BID && id.kind() != OrderKind.ASK)) return false;
        Book storage book = _s().books[id.marketId()];
        (bool live, bool inRing, OrderSlot order) = Removal.find(book, id);
        if (!live) return false;
        IExchange.CancelReason reason = IExchange.CancelReason.EXPIRED;
        if (!order.isExpired(block.timestamp)) {
            MarketConfig config = book.config;
            uint32 credited = id.kind() == OrderKind.BID ? config.baseAsset() : config.quoteAsset();
            address owner = Icebergs.ownerOf(book, order);
            if (_s().mayTrade(owner, credited)) return false;
            reason = _s().hasLapsed(owner) ? IExchange.CancelReason.DEAD_MAN : IExchange.CancelReason.INELIGIBLE;
        }
        Removal.remove(_s(), book, id, inRing, order, reason);
        return true;
    }
}
