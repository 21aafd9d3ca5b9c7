// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice When and how an order that is worked off in slices trades, in one word.
/// @dev From the low bit up: start 32 | interval seconds 32 | slices 16 | next slice 16 | lots of the whole order 40 | limit price
/// 16 | tolerance in basis points 16 | participation cap in basis points 16 | prepaid keeper fee in ticks per slice 16 | volume
/// seen at the last slice 32 | slices whose keeper fee is paid out 16.
type ParentSchedule is uint256;

using ParentScheduleLib for ParentSchedule global;

/// @title ParentScheduleLib
/// @notice Packs and unpacks `ParentSchedule`.
library ParentScheduleLib {
    uint256 private constant NEXT_SHIFT = 80;
    uint256 private constant LOTS_SHIFT = 96;
    uint256 private constant LIMIT_SHIFT = 136;
    uint256 private constant TOLERANCE_SHIFT = 152;
    uint256 private constant CAP_SHIFT = 168;
    uint256 private constant FEE_SHIFT = 184;
    uint256 private constant VOLUME_SHIFT = 200;
    uint256 private constant PAID_SHIFT = 232;
    uint256 private constant PROGRESS =
        (uint256(type(uint16).max) << NEXT_SHIFT) |
            (uint256(type(uint32).max) << VOLUME_SHIFT) |
            (uint256(type(uint16).max) << PAID_SHIFT);

    /// @notice When the slices fall due.
    function timed(uint32 start_, uint32 interval_, uint16 slices_) internal pure returns (ParentSchedule) {
        return ParentSchedule.wrap(uint256(start_) | (uint256(interval_) << 32) | (uint256(slices_) << 64));
    }

    /// @notice The same schedule for an order of `lots_` at `limit_`.
    function sized(ParentSchedule p, uint40 lots_, uint16 limit_) internal pure returns (ParentSchedule) {
        return
            ParentSchedule.wrap(
                ParentSchedule.unwrap(p) | (uint256(lots_) << LOTS_SHIFT) | (uint256(limit_) << LIMIT_SHIFT)
            );
    }

    /// @notice The same schedule with its bounds and its keeper fee.
    function bounded(
        ParentSchedule p,
        uint16 toleranceBps_,
        uint16 participationBps_,
        uint16 keeperFeeTicks_
    ) internal pure returns (ParentSchedule) {
        return
            ParentSchedule.wrap(
                ParentSchedule.unwrap(p) |
                    (uint256(toleranceBps_) << TOLERANCE_SHIFT) |
                    (uint256(participationBps_) << CAP_SHIFT) |
                    (uint256(keeperFeeTicks_) << FEE_SHIFT)
            );
    }

    /// @notice The same schedule further on.
    /// @param next_ next slice, at most the number of slices.
    /// @param volumeLots the market's volume now, modulo 2^32.
    /// @param paid_ slices whose keeper fee is paid out, at most the number of slices.
    function progressed(
        ParentSchedule p,
        uint256 next_,
        uint256 volumeLots,
        uint256 paid_
    ) internal pure returns (ParentSchedule) {
        return
            ParentSchedule.wrap(
                (ParentSchedule.unwrap(p) & ~PROGRESS) |
                    (next_ << NEXT_SHIFT) |
                    (volumeLots << VOLUME_SHIFT) |
                    (paid_ << PAID_SHIFT)
            );
    }

    function start(ParentSchedule p) internal pure returns (uint256) {
        return ParentSchedule.unwrap(p) & type(uint32).max;
    }

    function interval(ParentSchedule p) internal pure returns (uint256) {
        return (ParentSchedule.unwrap(p) >> 32) & type(uint32).max;
    }

    function slices(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, 64);
    }

    function next(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, NEXT_SHIFT);
    }

    function lots(ParentSchedule p) internal pure returns (uint256) {
        return (ParentSchedule.unwrap(p) >> LOTS_SHIFT) & type(uint40).max;
    }

    function limitTicks(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, LIMIT_SHIFT);
    }

    function toleranceBps(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, TOLERANCE_SHIFT);
    }

    function participationBps(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, CAP_SHIFT);
    }

    function keeperFeeTicks(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, FEE_SHIFT);
    }

    function volumeSeen(ParentSchedule p) internal pure returns (uint256) {
        return (ParentSchedule.unwrap(p) >> VOLUME_SHIFT) & type(uint32).max;
    }

    function paid(ParentSchedule p) internal pure returns (uint256) {
        return _short(p, PAID_SHIFT);
    }

    /// @return when the slice `index` falls due, unix seconds; of the number of slices, when the window is over.
    function dueAt(ParentSchedule p, uint256 index) internal pure returns (uint256) {
        unchecked {
            return p.start() + index * p.interval(); // safe: 32 bits + 16 x 32 bits
        }
    }

    function _short(ParentSchedule p, uint256 shift) private pure returns (uint256) {
        return (ParentSchedule.unwrap(p) >> shift) & type(uint16).max;
    }
}
