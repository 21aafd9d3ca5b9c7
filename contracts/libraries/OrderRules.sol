// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";

/// @title OrderRules
/// @notice What a request must satisfy before anything is read but its market's configuration.
library OrderRules {
    /// @dev Most resting orders one call, or steps one crank, may work on.
    uint16 internal constant FILLS_CAP = 150;

    // Sets of order types, one bit each.

    /// @dev Those that never take.
    uint256 internal constant PASSIVE =
        (1 << uint256(IExchange.OrderType.LIMIT_POST_ONLY)) | (1 << uint256(IExchange.OrderType.LIMIT_POST_ONLY_SLIDE));
    /// @dev Those whose rest goes into the book.
    uint256 internal constant MAY_REST = PASSIVE | (1 << uint256(IExchange.OrderType.LIMIT_GTC));
    /// @dev Those that make sense only when they are carried out at once.
    uint256 private constant AT_ONCE = PASSIVE | (1 << uint256(IExchange.OrderType.LIMIT_FOK));
    /// @dev Those that may ask for a least fill.
    uint256 private constant MAY_DEMAND =
        (1 << uint256(IExchange.OrderType.LIMIT_IOC)) | (1 << uint256(IExchange.OrderType.MARKET));

    /// @return whether `kind` belongs to `set`.
    function isIn(IExchange.OrderType kind, uint256 set) internal pure returns (bool) {
        return (set >> uint256(kind)) & 1 != 0;
    }

    /// @notice Reverts with the first rule that `q` breaks.
    /// @param s read only for the message about an unknown market.
    /// @return collects whether the market collects orders for an auction instead of trading.
    function check(
        ExchangeStorage.Layout storage s,
        IExchange.OrderRequest calldata q,
        MarketConfig config
    ) internal view returns (bool collects) {
        IExchange.MarketPhase phase = config.phase();
        if (phase != IExchange.MarketPhase.CONTINUOUS) {
            // an `if`, since `require` would read the count every time
            if (phase == IExchange.MarketPhase.NONE) {
                revert IExchange.Exchange_UnknownMarket(q.marketId, s.marketCount);
            }
            collects = phase == IExchange.MarketPhase.OPENING || phase == IExchange.MarketPhase.AUCTION;
            require(collects, IExchange.Exchange_MarketNotOpen(q.marketId, phase));
            require(q.orderType == IExchange.OrderType.LIMIT_GTC, IExchange.Exchange_NotInAuction(q.orderType));
        }
        require(q.priceTicks != 0, IExchange.Exchange_PriceOutOfRange(0, 1, type(uint16).max));
        uint40 lots = q.lots;
        require(lots >= config.minLots(), IExchange.Exchange_SizeBelowMinimum(lots, config.minLots()));
        uint16 maxFills = q.maxFills;
        require(maxFills <= FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(maxFills, FILLS_CAP));
        _checkType(q, q.orderType, lots, maxFills);
    }

    function _checkType(
        IExchange.OrderRequest calldata q,
        IExchange.OrderType kind,
        uint40 lots,
        uint16 maxFills
    ) private view {
        if (maxFills == 0) require(!isIn(kind, AT_ONCE), IExchange.Exchange_MaxFillsRequired(kind));
        uint24 displayLots = q.displayLots;
        if (displayLots != 0) {
            require(isIn(kind, MAY_REST), IExchange.Exchange_DisplayNotAllowed(kind, displayLots));
            require(displayLots < lots, IExchange.Exchange_DisplayAboveSize(displayLots, lots));
        }
        uint40 minFillLots = q.minFillLots;
        if (minFillLots != 0) {
            // a deferred order cannot revert later, so it cannot promise a minimum
            require(isIn(kind, MAY_DEMAND) && maxFills != 0, IExchange.Exchange_MinFillNotAllowed(kind, minFillLots));
            require(minFillLots <= lots, IExchange.Exchange_MinFillAboveSize(minFillLots, lots));
        }
        uint32 expiry = q.expiry;
        if (expiry != 0) {
            require(isIn(kind, MAY_REST), IExchange.Exchange_ExpiryNotAllowed(kind, expiry));
            require(expiry > block.timestamp, IExchange.Exchange_Expired(expiry, block.timestamp));
        }
    }
}
