// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { SumTree } from "../../../contracts/libraries/SumTree.sol";

/// @title SumTreeBuilder
/// @notice Builds trees the slow and plain way, by the definition of their shape.
library SumTreeBuilder {
    function root(SumTree.Leaf[] memory leaves) internal pure returns (SumTree.Node memory) {
        return subtree(leaves, 0, leaves.length);
    }

    /// @return the node over the leaves from `from` on, up to and without `to`.
    function subtree(
        SumTree.Leaf[] memory leaves,
        uint256 from,
        uint256 to
    ) internal pure returns (SumTree.Node memory) {
        if (to - from == 1) return SumTree.Node(SumTree.leafHash(leaves[from]), 1, leaves[from].sums);
        uint256 middle = from + split(to - from);
        return joined(subtree(leaves, from, middle), subtree(leaves, middle, to));
    }

    /// @return the siblings of leaf `index` from itself upward.
    function steps(SumTree.Leaf[] memory leaves, uint256 index) internal pure returns (SumTree.Step[] memory) {
        return _steps(leaves, index, 0, leaves.length);
    }

    function _steps(
        SumTree.Leaf[] memory leaves,
        uint256 index,
        uint256 from,
        uint256 to
    ) private pure returns (SumTree.Step[] memory all) {
        if (to - from == 1) return new SumTree.Step[](0);
        uint256 middle = from + split(to - from);
        bool isLeft = index >= middle;
        SumTree.Step[] memory below = isLeft ? _steps(leaves, index, middle, to) : _steps(leaves, index, from, middle);
        all = new SumTree.Step[](below.length + 1);
        for (uint256 i = 0; i < below.length; ++i) all[i] = below[i];
        SumTree.Node memory sibling = isLeft ? subtree(leaves, from, middle) : subtree(leaves, middle, to);
        all[below.length] = SumTree.Step({ sibling: sibling, isLeft: isLeft });
    }

    function joined(
        SumTree.Node memory left,
        SumTree.Node memory right
    ) internal pure returns (SumTree.Node memory node) {
        node.hash = SumTree.nodeHash(left, right);
        node.count = left.count + right.count;
        node.sums.issued = left.sums.issued + right.sums.issued;
        node.sums.circulating = left.sums.circulating + right.sums.circulating;
        node.sums.escrowed = left.sums.escrowed + right.sums.escrowed;
        node.sums.retired = left.sums.retired + right.sums.retired;
        node.sums.cancelled = left.sums.cancelled + right.sums.cancelled;
        node.sums.inBuffer = left.sums.inBuffer + right.sums.inBuffer;
        node.sums.exported = left.sums.exported + right.sums.exported;
    }

    /// @return power the largest power of two below `n`.
    function split(uint256 n) internal pure returns (uint256 power) {
        power = 1;
        while (power * 2 < n) power *= 2;
    }
}
