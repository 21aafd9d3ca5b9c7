// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketBounds, MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { IndexPrice } from "./IndexPrice.sol";

/// @title ReferencePrice
/// @notice The price by which stops fire and slices are bounded. The contract computes it from what earlier blocks left
/// behind: nothing that is traded in a block can move it within that block.
library ReferencePrice {
    /// @notice The last price of an earlier block, brought within the market's trigger band around the time-weighted price,
    /// then within the oracle's band around the index where there is one.
    /// @return ticks 1 to 65,535; zero while no earlier block traded.
    function settled(ExchangeStorage.Layout storage s, Book storage book) internal view returns (uint256 ticks) {
        MarketTape tape = book.tape;
        ticks = tape.settledTicks(block.number);
        if (ticks == 0) return 0;
        MarketBounds bounds = book.bounds;
        uint256 average = tape.averageAt(block.timestamp, bounds.averagingSeconds());
        (uint256 low, uint256 high) = MarketBoundsLib.narrowed(
            1,
            MarketBoundsLib.MAX_TICKS,
            average,
            bounds.triggerBandBps()
        );
        ticks = _clamped(ticks, low, high);
        (bool found, uint256 index) = IndexPrice.read(s, book);
        if (!found) return ticks;
        (low, high) = IndexPrice.band(book, index);
        ticks = _clamped(ticks, low, high);
    }

    /// @dev A band narrower than a tick may hold none: then the tick above it.
    function _clamped(uint256 ticks, uint256 low, uint256 high) private pure returns (uint256) {
        if (ticks > high) ticks = high;
        return ticks < low ? low : ticks;
    }
}
