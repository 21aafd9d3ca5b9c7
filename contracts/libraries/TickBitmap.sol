// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BookSide } from "../storage/ExchangeStorage.sol";
import { BitScan } from "./BitScan.sol";
import { BookSlots } from "./BookSlots.sol";

/// @title TickBitmap
/// @notice Which price levels of one side have live lots: a root word over 256 words over 65,536 ranks.
/// @dev The index is the *rank*, not the tick: rank 0 is the best price imaginable. For asks rank = tick, for bids
/// rank = 65,535 - tick, so that one search for the lowest bit serves both sides.
library TickBitmap {
    using BookSlots for BookSide;

    /// @dev XOR with this turns a bid tick into its rank and back; asks use zero.
    uint256 internal constant BID_FLIP = 0xffff;

    /// @notice Sets a level's bit.
    /// @param rank at most 65,535.
    function set(BookSide storage side, uint256 rank) internal {
        uint256 index = rank >> 8;
        uint256 word = side.word(index);
        if (word == 0) side.root |= 1 << index;
        side.setWord(index, word | (1 << (rank & 0xff)));
    }

    /// @notice Clears a level's bit.
    /// @param rank at most 65,535.
    function clear(BookSide storage side, uint256 rank) internal {
        uint256 index = rank >> 8;
        uint256 word = side.word(index) & ~(1 << (rank & 0xff));
        side.setWord(index, word);
        if (word == 0) side.root &= ~(1 << index);
    }

    /// @return found whether any level is live.
    /// @return rank the best one's.
    function best(BookSide storage side) internal view returns (bool found, uint256 rank) {
        uint256 root = side.root;
        if (root == 0) return (false, 0);
        uint256 index = BitScan.lowest(root);
        // a set root bit means its word is not zero
        return (true, (index << 8) | BitScan.lowest(side.word(index)));
    }

    /// @return found whether a level at `from` or worse is live.
    /// @return rank the best such level's.
    function bestFrom(BookSide storage side, uint256 from) internal view returns (bool found, uint256 rank) {
        if (from > 0xffff) return (false, 0);
        uint256 index = from >> 8;
        uint256 word = side.word(index) & (type(uint256).max << (from & 0xff));
        if (word != 0) return (true, (index << 8) | BitScan.lowest(word));
        if (index == 255) return (false, 0);
        uint256 root = side.root & (type(uint256).max << (index + 1));
        if (root == 0) return (false, 0);
        index = BitScan.lowest(root);
        return (true, (index << 8) | BitScan.lowest(side.word(index)));
    }
}
