// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { Crank } from "../libraries/Crank.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeSlicing } from "./ExchangeSlicing.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeUpkeep
/// @notice Work that anybody may do and that trades: executing deferred orders and slices.
contract ExchangeUpkeep is ExchangeSlicing, ModuleChain {
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
    function deferredKeeperFee(OrderId orderId) external view returns (uint256) {
        if (!orderId.isWellFormed() || orderId.kind() != OrderKind.DEFERRED) return 0;
        Book storage book = _s().books[orderId.marketId()];
        return WorkQueue.keeperFee(book.config, book.deferred[orderId.sequence()].terms);
    }
}
