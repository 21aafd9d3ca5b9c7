// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { Crank } from "../libraries/Crank.sol";
import { Icebergs } from "../libraries/Icebergs.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Removal } from "../libraries/Removal.sol";
import { ExchangeSlicing } from "./ExchangeSlicing.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeUpkeep
/// @notice Work that anybody may do and that trades: executing deferred orders and slices; and pruning.
contract ExchangeUpkeep is ExchangeSlicing, ModuleChain {
    using Balances for Layout;

    /// @param next ExchangeTriggers.
    constructor(address next) ModuleChain(next) {}

    /// @dev See IExchange. The queue of a market that does not trade waits: zero steps, no revert.
    function crank(uint32 marketId, uint16 maxSteps) external nonReentrant returns (uint256 steps) {
        require(maxSteps != 0, IExchange.Exchange_ZeroAmount());
        require(maxSteps <= OrderRules.FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(maxSteps, OrderRules.FILLS_CAP));
        (Book storage book, MarketConfig config) = _market(marketId);
        IExchange.MarketPhase phase = config.phase();
        if (phase != IExchange.MarketPhase.CONTINUOUS && phase != IExchange.MarketPhase.DELISTED) return 0;
        return Crank.run(_s(), book, marketId, config, maxSteps);
    }

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
