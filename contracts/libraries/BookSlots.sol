// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BookSide } from "../storage/ExchangeStorage.sol";
import { LevelHeader, LevelHeaderLib } from "../types/LevelHeader.sol";
import { OrderSlot } from "../types/OrderSlot.sol";

/// @title BookSlots
/// @notice Reads and writes the words of a side's three fixed arrays.
/// @dev By address arithmetic, since Solidity treats an element of such an array as part of a word: it checks an index that is
/// within bounds by its width, and reads the word again before each write, about 200 gas every time.
library BookSlots {
    /// @param tick 16 bits.
    function level(BookSide storage side, uint256 tick) internal view returns (LevelHeader h) {
        LevelHeader[65_536] storage levels = side.levels;
        assembly ("memory-safe") {
            // safe: one word per element, and the index has 16 bits
            h := sload(add(levels.slot, tick))
        }
    }

    /// @param tick 16 bits.
    function setLevel(BookSide storage side, uint256 tick, LevelHeader h) internal {
        LevelHeader[65_536] storage levels = side.levels;
        assembly ("memory-safe") {
            // safe: as in `level`
            sstore(add(levels.slot, tick), h)
        }
    }

    /// @param tick 16 bits.
    function order(BookSide storage side, uint256 tick, uint256 sequence) internal view returns (OrderSlot o) {
        OrderSlot[16_777_216] storage orders = side.orders;
        uint256 index = _ringIndex(tick, sequence);
        assembly ("memory-safe") {
            // safe: one word per element, and the index has 24 bits
            o := sload(add(orders.slot, index))
        }
    }

    /// @param tick 16 bits.
    function setOrder(BookSide storage side, uint256 tick, uint256 sequence, OrderSlot o) internal {
        OrderSlot[16_777_216] storage orders = side.orders;
        uint256 index = _ringIndex(tick, sequence);
        assembly ("memory-safe") {
            // safe: as in `order`
            sstore(add(orders.slot, index), o)
        }
    }

    /// @param index of the word, 8 bits.
    function word(BookSide storage side, uint256 index) internal view returns (uint256 w) {
        uint256[256] storage words = side.words;
        assembly ("memory-safe") {
            // safe: one word per element, and the index has 8 bits
            w := sload(add(words.slot, index))
        }
    }

    /// @param index of the word, 8 bits.
    function setWord(BookSide storage side, uint256 index, uint256 w) internal {
        uint256[256] storage words = side.words;
        assembly ("memory-safe") {
            // safe: as in `word`
            sstore(add(words.slot, index), w)
        }
    }

    function _ringIndex(uint256 tick, uint256 sequence) private pure returns (uint256) {
        return (tick << 8) | (sequence % LevelHeaderLib.WINDOW);
    }
}
