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

    /// @notice Reverts with the first rule that `q` breaks.
    /// @param s read only for the message about an unknown market.
    function check(
        ExchangeStorage.Layout storage s,
        IExchange.OrderRequest calldata q,
        MarketConfig config
    ) internal view {
        IExchange.MarketStatus status = config.status();
        if (status != IExchange.MarketStatus.OPEN) {
            // an `if`, since `require` would read the count every time
            if (status == IExchange.MarketStatus.NONE) {
                revert IExchange.Exchange_UnknownMarket(q.marketId, s.marketCount);
            }
            revert IExchange.Exchange_MarketNotOpen(q.marketId, status);
        }
        require(q.priceTicks != 0, IExchange.Exchange_PriceOutOfRange(0, 1, type(uint16).max));
        require(q.lots >= config.minLots(), IExchange.Exchange_SizeBelowMinimum(q.lots, config.minLots()));
        require(q.maxFills <= FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(q.maxFills, FILLS_CAP));
        _checkType(q);
    }

    function _checkType(IExchange.OrderRequest calldata q) private view {
        IExchange.OrderType kind = q.orderType;
        bool mayRest = kind == IExchange.OrderType.LIMIT_GTC || kind == IExchange.OrderType.LIMIT_POST_ONLY;
        if (q.maxFills == 0) {
            require(
                kind != IExchange.OrderType.LIMIT_FOK && kind != IExchange.OrderType.LIMIT_POST_ONLY,
                IExchange.Exchange_MaxFillsRequired(kind)
            );
        }
        if (q.minFillLots != 0) {
            bool mayDemand = kind == IExchange.OrderType.LIMIT_IOC || kind == IExchange.OrderType.MARKET;
            // a deferred order cannot revert later, so it cannot promise a minimum
            require(mayDemand && q.maxFills != 0, IExchange.Exchange_MinFillNotAllowed(kind, q.minFillLots));
            require(q.minFillLots <= q.lots, IExchange.Exchange_MinFillAboveSize(q.minFillLots, q.lots));
        }
        if (q.expiry != 0) {
            require(mayRest, IExchange.Exchange_ExpiryNotAllowed(kind, q.expiry));
            require(q.expiry > block.timestamp, IExchange.Exchange_Expired(q.expiry, block.timestamp));
        }
    }
}
