// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BookSide } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { BitScan } from "./BitScan.sol";
import { LevelOverflow } from "./LevelOverflow.sol";

/// @title LevelSequences
/// @notice What lives at a price: of a book its orders, of the triggers those who wait for it.
library LevelSequences {
    using LevelOverflow for BookSide;

    /// @return sequences the live ones of a level in time order, the ring's and then those in overflow, at most `most`.
    function live(
        BookSide storage side,
        uint256 tick,
        uint256 most
    ) internal view returns (uint256[] memory sequences) {
        LevelHeader h = side.levels[tick];
        // every live order has at least one lot
        if (most > h.lots()) most = h.lots();
        sequences = new uint256[](most);
        uint256 length;
        for (uint256 mask = h.mask(); mask != 0 && length < most; mask &= mask - 1) {
            sequences[length++] = h.first() + BitScan.lowest(mask);
        }
        if (h.overflowing()) length = _overflowing(side, tick, sequences, length);
        assembly ("memory-safe") {
            mstore(sequences, length) // safe: only shortens the array
        }
    }

    /// @return the length after the sequences in overflow were written behind the first `length`.
    function _overflowing(
        BookSide storage side,
        uint256 tick,
        uint256[] memory sequences,
        uint256 length
    ) private view returns (uint256) {
        (bool found, uint256 sequence) = side.next(tick, 0);
        while (found && length < sequences.length) {
            sequences[length++] = sequence;
            (found, sequence) = side.next(tick, sequence + 1);
        }
        return length;
    }
}
