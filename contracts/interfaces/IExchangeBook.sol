// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";

/// @title IExchangeBook
/// @notice The part of IExchange that shows the orders of a market.
interface IExchangeBook {
    /// @notice An order of any kind as stored. Of one outside of the book `priceTicks` is its limit, of an OCO the higher of
    /// the two; IExchangeConditionals and IExchangeParents tell more of theirs.
    /// @param orderType of a conditional order what it becomes; of a parent LIMIT_IOC, as each slice is.
    /// @param lots what is left.
    /// @param expiry unix seconds; of a parent the end of its window.
    /// @param live false when filled, cancelled, removed or never placed.
    struct OrderView {
        address owner;
        uint32 marketId;
        IExchange.Side side;
        IExchange.OrderType orderType;
        uint16 priceTicks;
        uint40 lots;
        uint32 expiry;
        int16 feePips;
        bool live;
    }

    /// @notice One price level.
    /// @param priceTicks the price.
    /// @param lots live lots, expired ones included.
    struct LevelView {
        uint16 priceTicks;
        uint48 lots;
    }

    /// @notice An order of any kind by its id; reverts only for what is no id.
    function order(OrderId orderId) external view returns (OrderView memory);

    /// @return bidTicks best bid, zero for none.
    /// @return askTicks best ask, zero for none.
    function best(uint32 marketId) external view returns (uint16 bidTicks, uint16 askTicks);

    /// @notice Levels from the best price outward, at most `maxLevels`, starting at `fromTicks` (zero: at the best).
    function depth(
        uint32 marketId,
        IExchange.Side side,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (LevelView[] memory);

    /// @notice Live orders of one level in time order.
    function ordersAt(
        uint32 marketId,
        IExchange.Side side,
        uint16 priceTicks,
        uint16 maxOrders
    ) external view returns (OrderId[] memory ids, OrderView[] memory orders);

    /// @return head sequence of the next deferred order.
    /// @return tail sequence after the last.
    function queue(uint32 marketId) external view returns (uint32 head, uint32 tail);
}
