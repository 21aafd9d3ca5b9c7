// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeLens } from "../interfaces/IExchangeLens.sol";
import { Book, BookSide } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { Balances } from "../libraries/Balances.sol";
import { RevertData } from "../libraries/RevertData.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { ExchangeViews } from "./ExchangeViews.sol";

/// @title ExchangeLens
/// @notice What an order would do, and an account's orders.
abstract contract ExchangeLens is ExchangeViews {
    using Balances for Layout;
    using TickBitmap for BookSide;

    /// @dev See IExchangeLens.
    function simulate(
        address account,
        IExchange.OrderRequest calldata request
    ) external returns (IExchangeLens.Simulation memory simulation) {
        try IExchangeLens(address(this)).simulateAndRevert(account, request) {
            // never reached: the call always reverts
            return simulation;
        } catch (bytes memory reason) {
            if (bytes4(reason) != IExchangeLens.Exchange_Simulated.selector) {
                simulation.failure = reason;
                return simulation;
            }
            simulation.ok = true;
            (simulation.result, simulation.baseFree, simulation.quoteFree, simulation.phase) = abi.decode(
                RevertData.arguments(reason),
                (IExchange.PlaceResult, uint256, uint256, IExchange.MarketPhase)
            );
        }
    }

    /// @dev See IExchangeLens. It acts for anybody, but nothing that it does outlives it.
    function simulateAndRevert(address account, IExchange.OrderRequest calldata request) external {
        require(msg.sender == address(this), IExchangeLens.Exchange_NotSimulated(msg.sender));
        _actFor(account);
        IExchange.PlaceResult memory result = IExchange(address(this)).place(request);
        (, MarketConfig config) = _market(request.marketId);
        revert IExchangeLens.Exchange_Simulated(
            result,
            _s().free(account, config.baseAsset()),
            _s().free(account, config.quoteAsset()),
            config.phase()
        );
    }

    /// @dev See IExchangeLens.
    function ordersOf(
        address account,
        uint32 marketId,
        IExchange.Side side,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, IExchange.OrderView[] memory orders, uint16 nextTicks) {
        Page memory page;
        page.marketId = marketId;
        page.side = side;
        page.account = account;
        page.rank = fromTicks == 0 ? 0 : fromTicks ^ _flip(side);
        bool more;
        (more, page.rank) = _nextLevel(page);
        for (uint256 levels = 0; more && levels < maxLevels; ++levels) {
            _addLevel(page);
            (more, page.rank) = _nextLevel(page);
        }
        // safe: a rank is below 2^16
        return (page.ids, page.orders, more ? uint16(page.rank ^ _flip(side)) : 0);
    }

    function _flip(IExchange.Side side) private pure returns (uint256) {
        return side == IExchange.Side.BID ? TickBitmap.BID_FLIP : 0;
    }

    function _nextLevel(Page memory page) private view returns (bool found, uint256 rank) {
        (Book storage book, ) = _market(page.marketId);
        return (page.side == IExchange.Side.BID ? book.bids : book.asks).bestFrom(page.rank);
    }

    /// @dev Adds the account's orders of the level at `page.rank`, and moves on behind it.
    function _addLevel(Page memory page) private view {
        uint16 ticks = uint16(page.rank ^ _flip(page.side)); // safe: a rank is below 2^16
        (OrderId[] memory ids, IExchange.OrderView[] memory orders) = _ordersAt(
            page.marketId,
            page.side,
            ticks,
            type(uint16).max
        );
        _keepOwn(page, ids, orders);
        ++page.rank;
    }

    /// @dev What `ordersOf` has found so far, and where it goes on.
    struct Page {
        address account;
        uint32 marketId;
        IExchange.Side side;
        uint256 rank;
        OrderId[] ids;
        IExchange.OrderView[] orders;
    }

    /// @dev Adds the account's orders of one level to a page.
    function _keepOwn(Page memory page, OrderId[] memory ids, IExchange.OrderView[] memory orders) private pure {
        uint256 own;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (orders[i].owner == page.account) ++own;
        }
        if (own == 0) return;
        uint256 length = page.ids.length;
        OrderId[] memory allIds = new OrderId[](length + own);
        IExchange.OrderView[] memory allOrders = new IExchange.OrderView[](length + own);
        for (uint256 i = 0; i < length; ++i) {
            (allIds[i], allOrders[i]) = (page.ids[i], page.orders[i]);
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            if (orders[i].owner != page.account) continue;
            (allIds[length], allOrders[length]) = (ids[i], orders[i]);
            ++length;
        }
        (page.ids, page.orders) = (allIds, allOrders);
    }
}
