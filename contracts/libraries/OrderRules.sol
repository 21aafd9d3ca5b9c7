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
    /// @return collects whether the market collects orders for an auction instead of trading.
    function check(
        ExchangeStorage.Layout storage s,
        IExchange.OrderRequest memory q,
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
        require(q.lots >= config.minLots(), IExchange.Exchange_SizeBelowMinimum(q.lots, config.minLots()));
        require(q.maxFills <= FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(q.maxFills, FILLS_CAP));
        _checkType(q);
    }

    function _checkType(IExchange.OrderRequest memory q) private view {
        IExchange.OrderType kind = q.orderType;
        bool isPassive =
            kind == IExchange.OrderType.LIMIT_POST_ONLY || kind == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE;
        bool mayRest = isPassive || kind == IExchange.OrderType.LIMIT_GTC;
        if (q.maxFills == 0) {
            require(kind != IExchange.OrderType.LIMIT_FOK && !isPassive, IExchange.Exchange_MaxFillsRequired(kind));
        }
        if (q.displayLots != 0) {
            require(mayRest, IExchange.Exchange_DisplayNotAllowed(kind, q.displayLots));
            require(q.displayLots < q.lots, IExchange.Exchange_DisplayAboveSize(q.displayLots, q.lots));
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
