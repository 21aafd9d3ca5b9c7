// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book } from "../storage/ExchangeStorage.sol";
import { MarketBounds, MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketTape } from "../types/MarketTape.sol";

/// @title ReferencePrice
/// @notice The price that slices are bounded by: what earlier blocks traded at, held near the time-weighted price.
library ReferencePrice {
    /// @return ticks the last price of an earlier block within the trigger band around the time-weighted price; zero
    /// before the first trade of an earlier block.
    function settled(Book storage book) internal view returns (uint256 ticks) {
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
        if (ticks > high) ticks = high;
        if (ticks < low) ticks = low;
    }
}
