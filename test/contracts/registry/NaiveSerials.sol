// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title NaiveSerials
/// @notice The plain model of SerialIntervals: a list, searched from end to end.
contract NaiveSerials {
    struct Block {
        uint40 first;
        uint40 last;
    }

    Block[] internal blocks;

    function length() external view returns (uint256) {
        return blocks.length;
    }

    function at(uint256 index) external view returns (uint40 first, uint40 last) {
        return (blocks[index].first, blocks[index].last);
    }

    function add(uint40 first, uint40 last) external {
        blocks.push(Block(first, last));
    }

    /// @dev Of several blocks in the way the one with the greatest start.
    function overlapping(uint40 first, uint40 last) external view returns (bool taken, uint40 start, uint40 end) {
        for (uint256 i = 0; i < blocks.length; i++) {
            Block memory known = blocks[i];
            if (known.first > last || known.last < first) continue;
            if (!taken || known.first > start) (taken, start, end) = (true, known.first, known.last);
        }
    }

    function higher(uint40 serial) external view returns (bool found, uint40 start) {
        for (uint256 i = 0; i < blocks.length; i++) {
            uint40 first = blocks[i].first;
            if (first > serial && (!found || first < start)) (found, start) = (true, first);
        }
    }

    function floor(uint40 serial) external view returns (bool found, uint40 start) {
        for (uint256 i = 0; i < blocks.length; i++) {
            uint40 first = blocks[i].first;
            if (first <= serial && (!found || first > start)) (found, start) = (true, first);
        }
    }
}
