// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BookSide } from "../storage/ExchangeStorage.sol";
import { LevelHeader, LevelHeaderLib } from "../types/LevelHeader.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { BookSlots } from "./BookSlots.sol";
import { SequenceSet } from "./SequenceSet.sol";

/// @title LevelOverflow
/// @notice Where a level's orders wait in time order while its ring window is full, so that no churner behind a
/// long-lived first order can lock a price.
/// @dev While the header's overflow flag is set every new order goes here and `overflowNext` counts the sequences; ids
/// and time order are the same as without. When the ring has run empty a taker moves up to REFILL of the oldest into the
/// ring, each counting as one of its `maxFills`. A level leaves overflow when the rest fits the window again or nothing
/// lives. Bound: a move reads one order and four bitmap words and writes two orders, two words and the header's share, at
/// most about 45,000 gas, however many orders were cancelled before.
library LevelOverflow {
    using BookSlots for BookSide;
    using SequenceSet for mapping(uint256 => uint256);

    /// @dev Orders moved into an empty ring at a time.
    uint256 internal constant REFILL = 8;

    /// @notice Sequence that the next order of the level gets.
    function nextSequence(BookSide storage side, uint256 tick, LevelHeader h) internal view returns (uint256) {
        return h.overflowing() ? side.overflowNext[tick] : h.first() + h.tail();
    }

    /// @notice Stores an order behind a full window.
    /// @param sequence from `nextSequence`.
    function append(BookSide storage side, uint256 tick, uint256 sequence, OrderSlot order) internal {
        side.overflowOrders[_key(tick, sequence)] = order;
        side.overflowBits.insert(tick, sequence);
        side.overflowNext[tick] = sequence + 1;
    }

    function contains(BookSide storage side, uint256 tick, uint256 sequence) internal view returns (bool) {
        return side.overflowBits.contains(tick, sequence);
    }

    /// @return the order, meaningful only for a member.
    function at(BookSide storage side, uint256 tick, uint256 sequence) internal view returns (OrderSlot) {
        return side.overflowOrders[_key(tick, sequence)];
    }

    /// @notice Overwrites a member.
    function rewrite(BookSide storage side, uint256 tick, uint256 sequence, OrderSlot order) internal {
        side.overflowOrders[_key(tick, sequence)] = order;
    }

    /// @notice The first member at or above `from`.
    function next(BookSide storage side, uint256 tick, uint256 from) internal view returns (bool, uint256) {
        return side.overflowBits.next(tick, from);
    }

    /// @notice Removes a member.
    function remove(BookSide storage side, uint256 tick, uint256 sequence) internal {
        side.overflowBits.remove(tick, sequence);
        side.overflowOrders[_key(tick, sequence)] = OrderSlot.wrap(0);
    }

    /// @notice The header of a level in which nothing lives any more; its next order uses the ring again.
    function emptied(BookSide storage side, uint256 tick) internal view returns (LevelHeader) {
        return LevelHeaderLib.fresh(side.overflowNext[tick]);
    }

    /// @notice Moves the oldest members into the empty ring of a level that has live lots in overflow.
    /// @param most how many at most; at least one.
    /// @return refilled the new header.
    /// @return moved how many moved.
    function refill(
        BookSide storage side,
        uint256 tick,
        LevelHeader h,
        uint256 most
    ) internal returns (LevelHeader refilled, uint256 moved) {
        if (most > REFILL) most = REFILL;
        (bool found, uint256 sequence) = side.overflowBits.next(tick, 0);
        uint256 first = sequence;
        uint256 mask;
        while (found && moved < most && sequence - first < LevelHeaderLib.WINDOW) {
            side.setOrder(tick, sequence, at(side, tick, sequence));
            remove(side, tick, sequence);
            mask |= 1 << (sequence - first);
            ++moved;
            (found, sequence) = side.overflowBits.next(tick, sequence);
        }
        uint256 span = side.overflowNext[tick] - first;
        bool stays = found || span > LevelHeaderLib.WINDOW;
        refilled = LevelHeaderLib.rebuilt(h.lots(), first, stays ? LevelHeaderLib.WINDOW : span, mask, stays);
    }

    function _key(uint256 tick, uint256 sequence) private pure returns (uint256) {
        return (tick << 32) | sequence;
    }
}
