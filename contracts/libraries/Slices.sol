// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Slices
/// @notice How large the slices of an order are that is worked off over time. Pure arithmetic: sizes in lots, below 2^40.
library Slices {
    /// @dev A slice is at most this many times what it would be on schedule, however much is to be made up for.
    uint256 internal constant CATCH_UP = 3;
    uint256 internal constant MOST_WEIGHTS = 32;
    uint256 private constant BPS = 10_000;

    /// @return index the slice whose interval `nowSeconds` falls into, counting from zero and past the last one.
    function indexAt(uint256 start, uint256 interval, uint256 nowSeconds) internal pure returns (uint256 index) {
        return nowSeconds <= start ? 0 : (nowSeconds - start) / interval;
    }

    /// @param weights one byte per slice, the first slice's highest; zero for equal slices.
    /// @return the weight of one slice.
    function weightOf(bytes32 weights, uint256 index) internal pure returns (uint256) {
        return weights == 0 ? 1 : uint8(weights[index]);
    }

    /// @return sum of the weights from slice `index` on.
    function weightFrom(bytes32 weights, uint256 slices, uint256 index) internal pure returns (uint256 sum) {
        if (weights == 0) return slices - index;
        for (; index < slices; ++index) {
            sum += uint8(weights[index]);
        }
    }

    /// @notice The share of `lots` that falls to slice `index` when the slices from `first` on are to trade all of it.
    /// @param first at most `index`, which is below `slices`.
    /// @return rounded up, so that the last slice never has more than its share left.
    function shareUp(
        uint256 lots,
        bytes32 weights,
        uint256 slices,
        uint256 first,
        uint256 index
    ) internal pure returns (uint256) {
        uint256 whole = weightFrom(weights, slices, first);
        return (lots * weightOf(weights, index) + whole - 1) / whole;
    }

    /// @notice What slice `index` trades: its share of what is left, at most CATCH_UP times its share on schedule and at
    /// least the market's minimum, unless less is left.
    /// @param total lots of the whole order.
    /// @param left lots not executed yet, at least one and at most `total`.
    /// @param index the slice, below `slices`.
    /// @param minLots the market's smallest order.
    function size(
        uint256 total,
        uint256 left,
        bytes32 weights,
        uint256 slices,
        uint256 index,
        uint256 minLots
    ) internal pure returns (uint256 lots) {
        lots = shareUp(left, weights, slices, index, index);
        uint256 most = CATCH_UP * shareUp(total, weights, slices, 0, index);
        if (lots > most) lots = most;
        if (lots < minLots) lots = minLots;
        if (lots > left) lots = left;
    }

    /// @notice What a participation cap allows.
    /// @param volume the market's volume now, modulo 2^32.
    /// @param seen the same at the last slice.
    /// @param bps the cap in basis points of what the market traded between the two.
    /// @return lots rounded down.
    function allowance(uint256 volume, uint256 seen, uint256 bps) internal pure returns (uint256 lots) {
        unchecked {
            // safe: both are modulo 2^32, and so is their difference
            return (uint256(uint32(volume - seen)) * bps) / BPS;
        }
    }
}
