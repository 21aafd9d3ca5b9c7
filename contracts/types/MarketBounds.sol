// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeMarkets } from "../interfaces/IExchangeMarkets.sol";

/// @notice A market's bounds, and when its present phase ends, in one word.
/// @dev From the low bit up: dynamicBandBps 16 | staticBandBps 16 | moveCapBps 16 | triggerBandBps 16 | staticTicks 16 |
/// averagingSeconds 32 | auctionSeconds 32 | maxHaltSeconds 32 | keeperFeeTicks 16 | phaseEndsAt 40.
type MarketBounds is uint256;

using MarketBoundsLib for MarketBounds global;

/// @title MarketBoundsLib
/// @notice Packs and unpacks `MarketBounds`, and bounds prices by them.
library MarketBoundsLib {
    uint256 internal constant BPS = 10_000;
    uint256 internal constant MAX_TICKS = type(uint16).max;
    uint256 private constant ENDS_SHIFT = 192;
    uint256 private constant STATIC_MASK = uint256(type(uint16).max) << 64;

    /// @return the packed form of `r`, in a phase without an end.
    function pack(IExchange.MarketRules memory r) internal pure returns (MarketBounds) {
        return
            MarketBounds.wrap(
                uint256(r.dynamicBandBps) |
                    (uint256(r.staticBandBps) << 16) |
                    (uint256(r.moveCapBps) << 32) |
                    (uint256(r.triggerBandBps) << 48) |
                    (uint256(r.staticTicks) << 64) |
                    (uint256(r.averagingSeconds) << 80) |
                    (uint256(r.auctionSeconds) << 112) |
                    (uint256(r.maxHaltSeconds) << 144) |
                    (uint256(r.keeperFeeTicks) << 176)
            );
    }

    /// @return r the struct form.
    function unpack(MarketBounds bounds) internal pure returns (IExchange.MarketRules memory r) {
        // safe, all: the accessors mask to the width of their field
        r = IExchangeMarkets.MarketRules({
            dynamicBandBps: uint16(_field(bounds, 0)),
            staticBandBps: uint16(_field(bounds, 16)),
            moveCapBps: uint16(_field(bounds, 32)),
            triggerBandBps: uint16(bounds.triggerBandBps()),
            staticTicks: uint16(bounds.staticTicks()),
            averagingSeconds: uint32(bounds.averagingSeconds()),
            auctionSeconds: uint32(bounds.auctionSeconds()),
            maxHaltSeconds: uint32(bounds.maxHaltSeconds()),
            keeperFeeTicks: uint16(bounds.keeperFeeTicks())
        });
    }

    function triggerBandBps(MarketBounds bounds) internal pure returns (uint256) {
        return _field(bounds, 48);
    }

    function staticTicks(MarketBounds bounds) internal pure returns (uint256) {
        return _field(bounds, 64);
    }

    function averagingSeconds(MarketBounds bounds) internal pure returns (uint256) {
        return (MarketBounds.unwrap(bounds) >> 80) & type(uint32).max;
    }

    function auctionSeconds(MarketBounds bounds) internal pure returns (uint256) {
        return (MarketBounds.unwrap(bounds) >> 112) & type(uint32).max;
    }

    function maxHaltSeconds(MarketBounds bounds) internal pure returns (uint256) {
        return (MarketBounds.unwrap(bounds) >> 144) & type(uint32).max;
    }

    function keeperFeeTicks(MarketBounds bounds) internal pure returns (uint256) {
        return _field(bounds, 176);
    }

    function phaseEndsAt(MarketBounds bounds) internal pure returns (uint40) {
        return uint40(MarketBounds.unwrap(bounds) >> ENDS_SHIFT); // safe: truncation drops the unused bits above
    }

    /// @return the same bounds with another end of the present phase.
    function withPhaseEndsAt(MarketBounds bounds, uint256 endsAt) internal pure returns (MarketBounds) {
        uint256 cleared = MarketBounds.unwrap(bounds) & ((1 << ENDS_SHIFT) - 1);
        return MarketBounds.wrap(cleared | (uint256(uint40(endsAt)) << ENDS_SHIFT)); // safe: seconds fit 40 bits
    }

    /// @return the same bounds with another reference of the static band.
    function withStaticTicks(MarketBounds bounds, uint256 ticks) internal pure returns (MarketBounds) {
        return MarketBounds.wrap((MarketBounds.unwrap(bounds) & ~STATIC_MASK) | ((ticks & MAX_TICKS) << 64));
    }

    /// @notice The prices at which a trade may happen now.
    /// @param averageTicks time-weighted price in units of 2^-16 ticks, zero when there is none.
    /// @param lastTicks the last price before this transaction's take, zero when there is none.
    /// @return low lowest tick, at least 1.
    /// @return high highest tick.
    function band(
        MarketBounds bounds,
        uint256 averageTicks,
        uint256 lastTicks
    ) internal pure returns (uint256 low, uint256 high) {
        (low, high) = (1, MAX_TICKS);
        if (uint64(MarketBounds.unwrap(bounds)) == 0) return (low, high); // safe: only asks whether any band is set
        (low, high) = narrowed(low, high, averageTicks, _field(bounds, 0));
        (low, high) = narrowed(low, high, bounds.staticTicks() << 16, _field(bounds, 16));
        (low, high) = narrowed(low, high, lastTicks << 16, _field(bounds, 32));
    }

    /// @notice A band without what lies further than `bps` from `center`.
    /// @param center in units of 2^-16 ticks; zero for none.
    /// @param bps zero for no bound.
    function narrowed(uint256 low, uint256 high, uint256 center, uint256 bps) internal pure returns (uint256, uint256) {
        if (center == 0 || bps == 0) return (low, high);
        unchecked {
            // safe: 32 + 17 bits; bps above 10,000 means no lower bound
            uint256 from = bps >= BPS ? 0 : (center * (BPS - bps) + ((BPS << 16) - 1)) / (BPS << 16);
            uint256 to = (center * (BPS + bps)) / (BPS << 16);
            return (from > low ? from : low, to < high ? to : high);
        }
    }

    function _field(MarketBounds bounds, uint256 shift) private pure returns (uint256) {
        return (MarketBounds.unwrap(bounds) >> shift) & type(uint16).max;
    }
}
