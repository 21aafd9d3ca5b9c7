// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { MarketConfig } from "../types/MarketConfig.sol";

/// @title ConditionalRules
/// @notice What a request for a conditional order must satisfy, and what kind of order it becomes.
library ConditionalRules {
    uint16 private constant MAX_TICKS = type(uint16).max;

    /// @notice Reverts with the first rule that `q` breaks, prices of the market aside.
    function check(IExchangeConditionals.ConditionalRequest calldata q, MarketConfig config) internal view {
        require(
            config.phase() == IExchange.MarketPhase.CONTINUOUS,
            IExchange.Exchange_MarketNotOpen(q.marketId, config.phase())
        );
        require(q.limitTicks != 0, IExchange.Exchange_PriceOutOfRange(0, 1, MAX_TICKS));
        require(q.lots >= config.minLots(), IExchange.Exchange_SizeBelowMinimum(q.lots, config.minLots()));
        require(q.expiry == 0 || q.expiry > block.timestamp, IExchange.Exchange_Expired(q.expiry, block.timestamp));
        _checkShape(q);
    }

    /// @dev Each kind has its own set of triggers and prices; what it does not use is zero.
    function _checkShape(IExchangeConditionals.ConditionalRequest calldata q) private pure {
        IExchangeConditionals.ConditionalKind kind = q.kind;
        if (kind == IExchangeConditionals.ConditionalKind.OCO) {
            require(q.limitAboveTicks != 0, IExchange.Exchange_PriceOutOfRange(0, 1, MAX_TICKS));
        } else {
            require(
                q.limitAboveTicks == 0,
                IExchangeConditionals.Exchange_LimitAboveNotAllowed(kind, q.limitAboveTicks)
            );
        }
        bool trails = kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP;
        require(
            trails == (q.trailTicks != 0),
            IExchangeConditionals.Exchange_TrailOutOfRange(q.trailTicks, trails ? 1 : 0, trails ? MAX_TICKS : 0)
        );
        require(
            _triggersFit(kind, q.side, q.triggerAboveTicks, q.triggerBelowTicks),
            IExchangeConditionals.Exchange_BadTriggers(kind, q.side, q.triggerAboveTicks, q.triggerBelowTicks)
        );
    }

    function _triggersFit(
        IExchangeConditionals.ConditionalKind kind,
        IExchange.Side side,
        uint16 above,
        uint16 below
    ) private pure returns (bool) {
        if (kind == IExchangeConditionals.ConditionalKind.OCO) return below != 0 && above > below;
        if (kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP) return above == 0 && below == 0;
        return firesAbove(kind, side) ? above != 0 && below == 0 : above == 0 && below != 0;
    }

    /// @return on which side of the price the one trigger of an order stands: stops with the price running away from the
    /// order's owner, take-profits with it running the owner's way.
    function firesAbove(IExchangeConditionals.ConditionalKind kind, IExchange.Side side) internal pure returns (bool) {
        bool takesProfit = kind == IExchangeConditionals.ConditionalKind.TAKE_PROFIT;
        return takesProfit == (side == IExchange.Side.ASK);
    }

    /// @return what the order is once it has fired.
    function firedType(IExchangeConditionals.ConditionalKind kind) internal pure returns (IExchange.OrderType) {
        bool isMarket =
            kind == IExchangeConditionals.ConditionalKind.STOP_MARKET ||
                kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP;
        return isMarket ? IExchange.OrderType.MARKET : IExchange.OrderType.LIMIT_GTC;
    }
}
