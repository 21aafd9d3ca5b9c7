// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { BitScan } from "./BitScan.sol";

/// @title SerialIntervals
/// @notice A set of closed intervals of serial numbers of which no two share a number. One set per serial namespace.
/// @dev Block starts are the keys of a bitmap trie of five levels, 256 children each, so 40 bits. A word is non-zero if
/// and only if its bit in the parent word is set. A look-up reads at most nine words and one end, however many blocks
/// there are; an insertion writes at most five words and one end.
library SerialIntervals {
    /// @param words trie words, keyed by level (0 root, 4 leaf) << 40 | the key's leading bits above the word.
    /// @param ends last serial number of the block, keyed by its first.
    struct Set {
        mapping(uint256 wordKey => uint256) words;
        mapping(uint40 blockStart => uint40) ends;
    }

    /// @dev Level of the words whose bits are block starts.
    uint256 private constant LEAF = 4;

    /// @notice Adds a block unless it shares a serial with a block that is already there.
    /// @dev The caller has checked `blockStart <= blockEnd`.
    /// @param set the namespace's set.
    /// @param blockStart first serial number.
    /// @param blockEnd last serial number, inclusive.
    /// @return inserted whether the block was added; if not, nothing was written.
    /// @return takenStart first serial of the block in the way.
    /// @return takenEnd last serial of the block in the way.
    function tryInsert(
        Set storage set,
        uint40 blockStart,
        uint40 blockEnd
    ) internal returns (bool inserted, uint40 takenStart, uint40 takenEnd) {
        bool taken;
        (taken, takenStart, takenEnd) = overlapping(set, blockStart, blockEnd);
        if (taken) return (false, takenStart, takenEnd);

        set.ends[blockStart] = blockEnd;
        uint256 prefix = blockStart;
        for (uint256 level = LEAF + 1; level > 0;) {
            level--;
            uint256 bit = 1 << (prefix & 0xff);
            prefix >>= 8;
            uint256 key = _wordKey(level, prefix);
            uint256 word = set.words[key];
            set.words[key] = word | bit;
            // a word that was already non-zero is already marked in every ancestor
            if (word != 0) break;
        }
        return (true, 0, 0);
    }

    /// @notice Finds a block that shares a serial with the range.
    /// @dev Blocks are disjoint, so the one with the greatest start at or below `blockEnd` has the greatest end of all
    /// that start there: if it ends before `blockStart`, none reaches into the range.
    /// @param set the namespace's set.
    /// @param blockStart first serial number of the range.
    /// @param blockEnd last serial number of the range, inclusive.
    /// @return taken whether there is one.
    /// @return takenStart first serial of the block in the way; of several, the last.
    /// @return takenEnd last serial of the block in the way.
    function overlapping(
        Set storage set,
        uint40 blockStart,
        uint40 blockEnd
    ) internal view returns (bool taken, uint40 takenStart, uint40 takenEnd) {
        (bool found, uint40 floorStart) = floor(set, blockEnd);
        if (!found) return (false, 0, 0);
        uint40 floorEnd = set.ends[floorStart];
        if (floorEnd < blockStart) return (false, 0, 0);
        return (true, floorStart, floorEnd);
    }

    /// @notice The greatest block start that is not above `serial`.
    /// @param set the namespace's set.
    /// @param serial the serial number to look below.
    /// @return found whether there is one.
    /// @return blockStart the block's first serial.
    function floor(Set storage set, uint40 serial) internal view returns (bool found, uint40 blockStart) {
        uint256 prefix = serial;
        for (uint256 level = LEAF + 1; level > 0;) {
            level--;
            uint256 child = prefix & 0xff;
            prefix >>= 8;
            // the leaf may hold the number itself; above it, the child on the path was searched before
            uint256 mask = level == LEAF ? type(uint256).max >> (255 - child) : (1 << child) - 1;
            uint256 candidates = set.words[_wordKey(level, prefix)] & mask;
            if (candidates != 0) return (true, _greatestBelow(set, level, prefix, candidates));
        }
        return (false, 0);
    }

    /// @notice The least block start that is above `serial`.
    /// @param set the namespace's set.
    /// @param serial the serial number to look above.
    /// @return found whether there is one.
    /// @return blockStart the block's first serial.
    function higher(Set storage set, uint40 serial) internal view returns (bool found, uint40 blockStart) {
        uint256 prefix = serial;
        for (uint256 level = LEAF + 1; level > 0;) {
            level--;
            uint256 child = prefix & 0xff;
            prefix >>= 8;
            // everything after the child on the path, which was searched before, or which is the number itself
            uint256 mask = child == 255 ? 0 : type(uint256).max << (child + 1);
            uint256 candidates = set.words[_wordKey(level, prefix)] & mask;
            if (candidates != 0) return (true, _leastAbove(set, level, prefix, candidates));
        }
        return (false, 0);
    }

    /// @dev Follows the lowest bits down from a word to a leaf.
    function _leastAbove(
        Set storage set,
        uint256 level,
        uint256 prefix,
        uint256 candidates
    ) private view returns (uint40) {
        uint256 node = (prefix << 8) | BitScan.lowest(candidates);
        for (uint256 below = level + 1; below <= LEAF; below++) {
            node = (node << 8) | BitScan.lowest(set.words[_wordKey(below, node)]);
        }
        // safe: five levels of eight bits
        return uint40(node);
    }

    /// @dev Follows the highest bits down from a word to a leaf.
    function _greatestBelow(
        Set storage set,
        uint256 level,
        uint256 prefix,
        uint256 candidates
    ) private view returns (uint40) {
        uint256 node = (prefix << 8) | Math.log2(candidates);
        for (uint256 below = level + 1; below <= LEAF; below++) {
            node = (node << 8) | Math.log2(set.words[_wordKey(below, node)]);
        }
        // safe: five levels of eight bits
        return uint40(node);
    }

    function _wordKey(uint256 level, uint256 prefix) private pure returns (uint256) {
        // a prefix has at most 32 bits, so levels never collide
        return (level << 40) | prefix;
    }
}
