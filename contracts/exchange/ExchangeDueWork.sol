// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeLens } from "../interfaces/IExchangeLens.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { BatchLabels } from "../libraries/BatchLabels.sol";
import { Conditionals } from "../libraries/Conditionals.sol";
import { IndexBreach } from "../libraries/IndexBreach.sol";
import { OrderIdList } from "../libraries/OrderIdList.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Parents } from "../libraries/Parents.sol";
import { ReferencePrice } from "../libraries/ReferencePrice.sol";
import { Trailing } from "../libraries/Trailing.sol";
import { Triggers } from "../libraries/Triggers.sol";
import { ExchangeListings } from "./ExchangeListings.sol";

/// @title ExchangeDueWork
/// @notice What anybody could do for a market now. A keeper that asks needs no history: everything follows from what is stored.
abstract contract ExchangeDueWork is ExchangeListings {
    using IndexBreach for IndexBreach.Finding;
    using OrderIdList for OrderIdList.List;

    /// @dev How many trigger prices of each side `dueWork` looks at for trailing stops.
    uint256 private constant TRAIL_LEVELS = 16;
    /// @dev Most trailing stops that `dueWork` names.
    uint256 private constant TRAILS_CAP = 20;

    /// @dev See IExchangeLens.
    function dueWork(uint32 marketId) external view returns (IExchangeLens.DueWork memory w) {
        (Book storage book, MarketConfig config) = _market(marketId);
        w.phase = config.phase();
        w.waiting = book.queueTail - book.queueHead;
        w.lastParent = book.parentCount;
        bool isOver = block.timestamp >= book.bounds.phaseEndsAt();
        if (w.phase == IExchange.MarketPhase.CONTINUOUS) {
            w.crank = w.waiting != 0 && BatchLabels.missingOf(_s(), book, config) == 0;
            w.halt = IndexBreach.find(_s(), book).isBreached();
            _addPriced(book, marketId, w);
        } else if (w.phase == IExchange.MarketPhase.DELISTED) {
            w.crank = w.waiting != 0;
            // safe: at most the cap
            w.stops = uint16(Triggers.countAll(book, OrderRules.FILLS_CAP));
        } else if (w.phase == IExchange.MarketPhase.UNCROSSING) {
            w.uncross = BatchLabels.missingOf(_s(), book, config) == 0;
        } else if (w.phase == IExchange.MarketPhase.HALTED) {
            w.reopen = isOver;
        } else if (w.phase != IExchange.MarketPhase.CLOSED) {
            w.uncross = isOver && BatchLabels.missingOf(_s(), book, config) == 0;
        }
    }

    /// @dev Adds what depends on the reference price.
    function _addPriced(Book storage book, uint32 marketId, IExchangeLens.DueWork memory w) private view {
        uint256 price = ReferencePrice.settled(_s(), book);
        if (price == 0) return;
        // safe: at most the cap
        w.stops = uint16(Triggers.countDue(book, price, OrderRules.FILLS_CAP));
        OrderIdList.List memory list;
        _addTrails(list, book, marketId, true, 0, TRAIL_LEVELS, price, TRAILS_CAP);
        _addTrails(list, book, marketId, false, 0, TRAIL_LEVELS, price, TRAILS_CAP);
        w.trails = list.done();
    }

    /// @dev See IExchangeLens.
    function dueTrails(
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, uint16 nextTicks) {
        (Book storage book, MarketConfig config) = _market(marketId);
        if (config.phase() != IExchange.MarketPhase.CONTINUOUS) return (ids, 0);
        uint256 price = ReferencePrice.settled(_s(), book);
        if (price == 0) return (ids, 0);
        OrderIdList.List memory list;
        nextTicks = _addTrails(list, book, marketId, above, fromTicks, maxLevels, price, type(uint256).max);
        ids = list.done();
    }

    /// @param cap the list grows no longer.
    /// @return nextTicks price after the levels looked at; zero when there is none.
    function _addTrails(
        OrderIdList.List memory list,
        Book storage book,
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint256 maxLevels,
        uint256 price,
        uint256 cap
    ) private view returns (uint16 nextTicks) {
        uint32[] memory numbers;
        (numbers, nextTicks) = _conditionalsFrom(book, above, fromTicks, maxLevels);
        for (uint256 i = 0; i < numbers.length && list.length < cap; ++i) {
            (bool moves, , ) = Trailing.due(book.conditionals[numbers[i]], price);
            if (moves) list.add(Conditionals.idOf(marketId, numbers[i]));
        }
    }

    /// @dev See IExchangeLens.
    function dueSlices(
        uint32 marketId,
        uint32 fromNumber,
        uint16 max
    ) external view returns (OrderId[] memory ids, uint32 nextNumber) {
        (Book storage book, MarketConfig config) = _market(marketId);
        OrderIdList.List memory list;
        uint32[] memory numbers;
        (numbers, nextNumber) = _parentsFrom(book, fromNumber, max);
        for (uint256 i = 0; i < numbers.length; ++i) {
            if (Parents.isDue(_s(), book, config, book.parents[numbers[i]])) {
                list.add(Parents.idOf(marketId, numbers[i]));
            }
        }
        ids = list.done();
    }
}
