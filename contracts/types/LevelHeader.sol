// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BitScan } from "../libraries/BitScan.sol";

/// @notice One price level in one word; never zero once the level was used.
/// @dev From the low bit up: liveness mask 152 | tail offset 8 | first sequence 32 | live lots 48 | flags 16.
/// The ring holds the sequences first .. first + 151, bit i standing for first + i. The next sequence is first + tail,
/// unless the overflow flag is set: then new orders queue in the level's overflow, which keeps the next sequence.
type LevelHeader is uint256;

using LevelHeaderLib for LevelHeader global;

/// @title LevelHeaderLib
/// @notice Packs, unpacks and moves `LevelHeader`.
library LevelHeaderLib {
    /// @dev Orders in the ring of one level.
    uint256 internal constant WINDOW = 152;
    uint256 internal constant MAX_LOTS = type(uint48).max;
    uint256 private constant MASK = (1 << 152) - 1;
    uint256 private constant TAIL_SHIFT = 152;
    uint256 private constant FIRST_SHIFT = 160;
    uint256 private constant LOTS_SHIFT = 192;
    uint256 private constant OVERFLOW_BIT = 1 << 240;

    /// @return an empty level whose next sequence is `first_`.
    function fresh(uint256 first_) internal pure returns (LevelHeader) {
        return LevelHeader.wrap(first_ << FIRST_SHIFT);
    }

    function mask(LevelHeader h) internal pure returns (uint256) {
        return LevelHeader.unwrap(h) & MASK;
    }

    function tail(LevelHeader h) internal pure returns (uint256) {
        return (LevelHeader.unwrap(h) >> TAIL_SHIFT) & 0xff;
    }

    function first(LevelHeader h) internal pure returns (uint256) {
        return (LevelHeader.unwrap(h) >> FIRST_SHIFT) & type(uint32).max;
    }

    function lots(LevelHeader h) internal pure returns (uint256) {
        return (LevelHeader.unwrap(h) >> LOTS_SHIFT) & MAX_LOTS;
    }

    function overflowing(LevelHeader h) internal pure returns (bool) {
        return LevelHeader.unwrap(h) & OVERFLOW_BIT != 0;
    }

    /// @return offset of the oldest live order in the ring; the mask must not be zero.
    function head(LevelHeader h) internal pure returns (uint256) {
        return BitScan.lowest(LevelHeader.unwrap(h)); // the mask is the lowest field
    }

    /// @return whether the order `sequence` lives in the ring.
    function isLive(LevelHeader h, uint256 sequence) internal pure returns (bool) {
        unchecked {
            // safe: a sequence below first wraps to a huge offset, which the window check refuses
            uint256 offset = sequence - h.first();
            return offset < WINDOW && (LevelHeader.unwrap(h) >> offset) & 1 != 0;
        }
    }

    /// @param amount callers keep the sum within MAX_LOTS.
    function addLots(LevelHeader h, uint256 amount) internal pure returns (LevelHeader) {
        unchecked {
            return LevelHeader.wrap(LevelHeader.unwrap(h) + (amount << LOTS_SHIFT)); // safe: no carry, sum <= MAX_LOTS
        }
    }

    /// @param amount lots of a live order of this level, hence part of its total.
    function subLots(LevelHeader h, uint256 amount) internal pure returns (LevelHeader) {
        unchecked {
            return LevelHeader.wrap(LevelHeader.unwrap(h) - (amount << LOTS_SHIFT)); // safe: amount <= lots, no borrow
        }
    }

    /// @notice Marks the next ring place live. The tail must be below WINDOW.
    function push(LevelHeader h) internal pure returns (LevelHeader) {
        unchecked {
            // safe: tail < 152, so the increment cannot carry out of its 8 bits
            return LevelHeader.wrap((LevelHeader.unwrap(h) | (1 << h.tail())) + (1 << TAIL_SHIFT));
        }
    }

    /// @notice Removes the oldest live order of the ring; the mask must not be zero.
    function dropHead(LevelHeader h) internal pure returns (LevelHeader) {
        unchecked {
            // safe: the lowest set bit of the word is in the mask, so the word is not zero
            return LevelHeader.wrap(LevelHeader.unwrap(h) & (LevelHeader.unwrap(h) - 1));
        }
    }

    /// @notice Removes a live order of the ring.
    function drop(LevelHeader h, uint256 sequence) internal pure returns (LevelHeader) {
        return LevelHeader.wrap(LevelHeader.unwrap(h) & ~(1 << (sequence - h.first())));
    }

    /// @notice Moves the window on so that it starts at the oldest live order, or at the tail when none lives.
    function advance(LevelHeader h) internal pure returns (LevelHeader) {
        unchecked {
            uint256 word = LevelHeader.unwrap(h);
            uint256 bits = word & MASK;
            uint256 n = bits == 0 ? h.tail() : BitScan.lowest(bits);
            if (n == 0) return h;
            // safe: live bits stand below the tail, so n <= tail; first + n is a sequence already checked to fit
            return LevelHeader.wrap(((word & ~MASK) | (bits >> n)) + (n << FIRST_SHIFT) - (n << TAIL_SHIFT));
        }
    }

    /// @return the header with the overflow flag set; the tail must be WINDOW, and stays so in effect.
    function withOverflow(LevelHeader h) internal pure returns (LevelHeader) {
        return LevelHeader.wrap(LevelHeader.unwrap(h) | OVERFLOW_BIT);
    }

    /// @notice Builds the header of a level whose ring was refilled from its overflow.
    function rebuilt(
        uint256 lots_,
        uint256 first_,
        uint256 tail_,
        uint256 mask_,
        bool overflowing_
    ) internal pure returns (LevelHeader) {
        return
            LevelHeader.wrap(
                mask_ |
                    (tail_ << TAIL_SHIFT) |
                    (first_ << FIRST_SHIFT) |
                    (lots_ << LOTS_SHIFT) |
                    (overflowing_ ? OVERFLOW_BIT : 0)
            );
    }
}
