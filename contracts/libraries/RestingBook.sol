// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BookSide } from "../storage/ExchangeStorage.sol";
import { LevelHeader, LevelHeaderLib } from "../types/LevelHeader.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { BookSlots } from "./BookSlots.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title RestingBook
/// @notice Adds orders to one side of a book and takes them out again, outside of matching.
library RestingBook {
    using BookSlots for BookSide;
    using TickBitmap for BookSide;
    using LevelOverflow for BookSide;

    /// @dev Sequences end here, well below 2^32, so that no window ever reaches past 32 bits.
    uint256 internal constant LAST_SEQUENCE = type(uint32).max - 1024;

    /// @notice Why an order cannot rest.
    enum Refusal {
        NONE,
        SEQUENCE_EXHAUSTED,
        LEVEL_FULL
    }

    /// @param flip TickBitmap.BID_FLIP for bids, zero for asks.
    /// @param order at least one lot.
    /// @return refusal why nothing was stored, or NONE.
    /// @return sequence the order's place in time.
    /// @return levelLots the level's total afterwards.
    function add(
        BookSide storage side,
        uint256 flip,
        uint16 tick,
        OrderSlot order
    ) internal returns (Refusal refusal, uint256 sequence, uint256 levelLots) {
        LevelHeader h = side.level(tick);
        bool wasEmpty = h.lots() == 0;
        unchecked {
            levelLots = h.lots() + order.lots(); // safe: 48 + 40 bits
        }
        (refusal, sequence, h) = push(side, tick, h, order);
        if (refusal != Refusal.NONE) return (refusal, 0, levelLots);
        if (wasEmpty) side.set(tick ^ flip);
        side.setLevel(tick, h);
    }

    /// @notice Stores an order behind all others of a level; its header and bit are the caller's.
    /// @return refusal why nothing was stored, or NONE.
    /// @return sequence the order's place in time.
    /// @return pushed the header with the order.
    function push(
        BookSide storage side,
        uint256 tick,
        LevelHeader h,
        OrderSlot order
    ) internal returns (Refusal refusal, uint256 sequence, LevelHeader pushed) {
        uint256 lots = order.lots();
        unchecked {
            // safe: 48 + 40 bits
            if (h.lots() + lots > LevelHeaderLib.MAX_LOTS) return (Refusal.LEVEL_FULL, 0, h);
        }
        if (LevelHeader.unwrap(h) == 0) h = LevelHeaderLib.fresh(1);
        sequence = side.nextSequence(tick, h);
        if (sequence > LAST_SEQUENCE) return (Refusal.SEQUENCE_EXHAUSTED, 0, h);
        if (h.overflowing() || h.tail() == LevelHeaderLib.WINDOW) {
            side.append(tick, sequence, order);
            h = h.withOverflow();
        } else {
            side.setOrder(tick, sequence, order);
            h = h.push();
        }
        pushed = h.addLots(lots);
    }

    /// @return live whether the order lives.
    /// @return inRing whether it is in the ring rather than in overflow.
    /// @return order as stored; meaningless when not live.
    function find(
        BookSide storage side,
        uint16 tick,
        uint256 sequence
    ) internal view returns (bool live, bool inRing, OrderSlot order) {
        LevelHeader h = side.level(tick);
        if (h.isLive(sequence)) return (true, true, side.order(tick, sequence));
        if (h.overflowing() && side.contains(tick, sequence)) return (true, false, side.at(tick, sequence));
    }

    /// @notice Takes out an order that `find` reported live.
    /// @return levelLots the level's total afterwards.
    function remove(
        BookSide storage side,
        uint256 flip,
        uint16 tick,
        uint256 sequence,
        bool inRing,
        uint256 lots
    ) internal returns (uint256 levelLots) {
        LevelHeader h = side.level(tick).subLots(lots);
        levelLots = h.lots();
        if (inRing) h = h.drop(sequence).advance();
        else side.remove(tick, sequence);
        side.setLevel(tick, settled(side, flip, tick, h));
    }

    /// @notice Clears the bit of a level with no live lots and ends its overflow.
    /// @return the header to store.
    function settled(BookSide storage side, uint256 flip, uint256 tick, LevelHeader h) internal returns (LevelHeader) {
        if (h.lots() != 0) return h;
        side.clear(tick ^ flip);
        return h.overflowing() ? side.emptied(tick) : h;
    }

    /// @notice Index of an order in the side's ring storage.
    function ringIndex(uint256 tick, uint256 sequence) internal pure returns (uint256) {
        return (tick << 8) | (sequence % LevelHeaderLib.WINDOW);
    }
}
