// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book } from "../storage/ExchangeStorage.sol";
import { MarketBounds, MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketTape } from "../types/MarketTape.sol";

/// @title ReferencePrice
/// @notice The price by which stops fire and slices are bounded. The contract computes it from what earlier blocks left
/// behind: nothing that happens in a block can move it within that block.
library ReferencePrice {
    /// @notice The last price of an earlier block, no further from the time-weighted price than the market's trigger band.
    /// @return ticks 1 to 65,535; zero while no earlier block traded.
    function settled(Book storage book) internal view returns (uint256 ticks) {
        MarketTape tape = book.tape;
        ticks = tape.settledTicks(block.number);
        if (ticks == 0) return 0;
        MarketBounds bounds = book.bounds;
        uint256 average = tape.averageAt(block.timestamp, bounds.averagingSeconds());
        ticks = _clamped(ticks, average, bounds.triggerBandBps());
    }

    /// @param center in units of 2^-16 ticks, at least one tick.
    /// @param bps zero for no bound.
    function _clamped(uint256 ticks, uint256 center, uint256 bps) private pure returns (uint256) {
        (uint256 low, uint256 high) = MarketBoundsLib.narrowed(1, MarketBoundsLib.MAX_TICKS, center, bps);
        if (ticks > high) ticks = high;
        // a band narrower than a tick may hold none: then the tick above it
        return ticks < low ? low : ticks;
    }
}
