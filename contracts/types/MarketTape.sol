// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a market's trades left behind, in the one word that every take writes anyway for its fees.
/// @dev From the low bit up: fees 96 | last price 16 | price before the last trading block 16 | average 32 (units of 2^-16
/// ticks) | time of the last trade 32 | its block 32 | volume in lots modulo 2^32 32. Zero before the first take.
type MarketTape is uint256;

using MarketTapeLib for MarketTape global;

/// @title MarketTapeLib
/// @notice Reads and moves `MarketTape`.
/// @dev The average follows the trades over time: a price counts by how long it stood, so that one that came and went
/// within a block leaves no trace in it. average += (last - average) x min(elapsed, averaging) / averaging.
library MarketTapeLib {
    uint256 internal constant MAX_FEES = type(uint96).max;

    function fees(MarketTape t) internal pure returns (uint256) {
        return MarketTape.unwrap(t) & MAX_FEES;
    }

    function lastTicks(MarketTape t) internal pure returns (uint256) {
        return (MarketTape.unwrap(t) >> 96) & type(uint16).max;
    }

    function lastTime(MarketTape t) internal pure returns (uint256) {
        return (MarketTape.unwrap(t) >> 160) & type(uint32).max;
    }

    function lastBlock(MarketTape t) internal pure returns (uint256) {
        return (MarketTape.unwrap(t) >> 192) & type(uint32).max;
    }

    function volumeLots(MarketTape t) internal pure returns (uint256) {
        return MarketTape.unwrap(t) >> 224;
    }

    /// @return the price of the last trade of an earlier block than `blockNumber`; zero for none.
    function settledTicks(MarketTape t, uint256 blockNumber) internal pure returns (uint256) {
        if (t.lastBlock() != uint32(blockNumber)) return t.lastTicks(); // safe: compared in the field's width
        return (MarketTape.unwrap(t) >> 112) & type(uint16).max;
    }

    /// @param averagingSeconds at least 1; zero is taken for 1.
    /// @return the time-weighted price in units of 2^-16 ticks; zero before the first trade.
    function averageAt(MarketTape t, uint256 nowSeconds, uint256 averagingSeconds) internal pure returns (uint256) {
        uint256 average = (MarketTape.unwrap(t) >> 128) & type(uint32).max;
        unchecked {
            uint256 elapsed = uint32(nowSeconds) - t.lastTime(); // safe: time does not run backwards
            uint256 last = t.lastTicks() << 16;
            if (elapsed >= averagingSeconds) return last;
            // safe: both products have 32 + 32 bits, and the quotient is at most the distance
            if (last >= average) return average + ((last - average) * elapsed) / averagingSeconds;
            return average - ((average - last) * elapsed) / averagingSeconds;
        }
    }

    /// @notice The tape after a take that ended at `priceTicks`.
    /// @param average from `averageAt` for now.
    /// @param lots traded.
    function traded(
        MarketTape t,
        uint256 priceTicks,
        uint256 average,
        uint256 lots,
        uint256 nowSeconds,
        uint256 blockNumber
    ) internal pure returns (MarketTape) {
        uint256 settled = t.settledTicks(blockNumber);
        if (t.lastTicks() == 0) average = priceTicks << 16;
        unchecked {
            return
                MarketTape.wrap(
                    t.fees() |
                        (priceTicks << 96) |
                        (settled << 112) |
                        (average << 128) |
                        (uint256(uint32(nowSeconds)) << 160) | // safe: seconds fit 32 bits until 2106
                        (uint256(uint32(blockNumber)) << 192) | // safe: only compared modulo 2^32
                        // safe: the volume is modulo 2^32
                        (uint256(uint32(t.volumeLots() + lots)) << 224)
                );
        }
    }

    /// @return the same tape with other fees, at most MAX_FEES.
    function withFees(MarketTape t, uint256 fees_) internal pure returns (MarketTape) {
        return MarketTape.wrap((MarketTape.unwrap(t) & ~MAX_FEES) | fees_);
    }
}
