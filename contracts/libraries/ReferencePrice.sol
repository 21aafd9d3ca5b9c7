// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book } from "../storage/ExchangeStorage.sol";
import { MarketBounds, MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketTape } from "../types/MarketTape.sol";

/// @title ReferencePrice
/// @notice The price that triggers are judged by. The contract computes it; nobody who calls can name one.
library ReferencePrice {
    /// @notice The last price of an earlier block, no further from the time-weighted price than the market's trigger band.
    /// @return ticks zero before there is such a price.
    function settled(Book storage book) internal view returns (uint256 ticks) {
        MarketTape tape = book.tape;
        ticks = tape.settledTicks(block.number);
        if (ticks == 0) return 0;
        MarketBounds bounds = book.bounds;
        (uint256 low, uint256 high) = MarketBoundsLib.narrowed(
            1,
            MarketBoundsLib.MAX_TICKS,
            tape.averageAt(block.timestamp, bounds.averagingSeconds()),
            bounds.triggerBandBps()
        );
        if (ticks > high) ticks = high;
        if (ticks < low) ticks = low;
    }
}
