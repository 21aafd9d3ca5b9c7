// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BitScan } from "./BitScan.sol";

/// @title SequenceSet
/// @notice A set of 32-bit sequences per price level: bitmaps in four layers of 256, so that finding the lowest member
/// takes four reads however many orders came and went.
/// @dev Key: tick 16 | layer 8 | index 32. Layer 0 holds the members; a bit of layer n + 1 says that a word of layer n is
/// not zero.
library SequenceSet {
    uint256 private constant LAYERS = 4;

    /// @param sequence below 2^32.
    function insert(mapping(uint256 => uint256) storage bits, uint256 tick, uint256 sequence) internal {
        for (uint256 layer = 0; layer < LAYERS; ++layer) {
            uint256 key = _key(tick, layer, sequence >> 8);
            uint256 word = bits[key];
            bits[key] = word | (1 << (sequence & 0xff));
            if (word != 0) return;
            sequence >>= 8;
        }
    }

    /// @param sequence a member.
    function remove(mapping(uint256 => uint256) storage bits, uint256 tick, uint256 sequence) internal {
        for (uint256 layer = 0; layer < LAYERS; ++layer) {
            uint256 key = _key(tick, layer, sequence >> 8);
            uint256 word = bits[key] & ~(1 << (sequence & 0xff));
            bits[key] = word;
            if (word != 0) return;
            sequence >>= 8;
        }
    }

    function contains(
        mapping(uint256 => uint256) storage bits,
        uint256 tick,
        uint256 sequence
    ) internal view returns (bool) {
        return (bits[_key(tick, 0, sequence >> 8)] >> (sequence & 0xff)) & 1 != 0;
    }

    /// @return found whether the set has a member at or above `from`.
    /// @return sequence the lowest such.
    function next(
        mapping(uint256 => uint256) storage bits,
        uint256 tick,
        uint256 from
    ) internal view returns (bool found, uint256 sequence) {
        for (uint256 layer = 0; layer < LAYERS; ++layer) {
            uint256 word = bits[_key(tick, layer, from >> 8)] & (type(uint256).max << (from & 0xff));
            if (word != 0) {
                sequence = ((from >> 8) << 8) | BitScan.lowest(word);
                // a set bit means the word one layer down is not zero
                for (; layer > 0; --layer) {
                    sequence = (sequence << 8) | BitScan.lowest(bits[_key(tick, layer - 1, sequence)]);
                }
                return (true, sequence);
            }
            from = (from >> 8) + 1;
        }
    }

    function _key(uint256 tick, uint256 layer, uint256 index) private pure returns (uint256) {
        return (tick << 40) | (layer << 32) | index;
    }
}
