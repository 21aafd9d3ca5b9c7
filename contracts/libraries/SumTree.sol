// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title SumTree
/// @notice A Merkle tree whose nodes carry sums: a root commits to every leaf, to how many there are and to their totals.
/// @dev Shaped as in RFC 6962: the left part of n leaves holds the largest power of two below n. Leaves and nodes are hashed
/// under different prefixes. A node's hash covers hash, count and sums of both children, so that a child whose own content
/// gives other sums can be shown to be false.
library SumTree {
    /// @notice Where the credits of one batch are, in kg.
    struct Sums {
        uint128 issued;
        uint128 circulating;
        uint128 escrowed;
        uint128 retired;
        uint128 cancelled;
        uint128 inBuffer;
        uint128 exported;
    }

    /// @param batchId the batch.
    /// @param sums its figures.
    struct Leaf {
        uint256 batchId;
        Sums sums;
    }

    /// @param hash of a leaf or of two children.
    /// @param count leaves below.
    /// @param sums over them.
    struct Node {
        bytes32 hash;
        uint64 count;
        Sums sums;
    }

    /// @param sibling the other child of the same parent.
    /// @param isLeft whether the sibling is the left one.
    struct Step {
        Node sibling;
        bool isLeft;
    }

    bytes1 private constant LEAF_PREFIX = 0x00;
    bytes1 private constant NODE_PREFIX = 0x01;

    function leafHash(Leaf memory leaf) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(LEAF_PREFIX, abi.encode(leaf)));
    }

    function nodeHash(Node memory left, Node memory right) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(NODE_PREFIX, abi.encode(left, right)));
    }

    /// @notice Follows a leaf to its root.
    /// @param steps from the leaf upward.
    /// @return fits whether no sum and no count on the way is too large for a node; such a tree includes nothing.
    /// @return root what the leaf and its siblings add up to.
    /// @return index the leaf's place, counted from zero.
    function fold(
        Leaf memory leaf,
        Step[] memory steps
    ) internal pure returns (bool fits, Node memory root, uint256 index) {
        root = Node({ hash: leafHash(leaf), count: 1, sums: leaf.sums });
        for (uint256 i = 0; i < steps.length; ++i) {
            Node memory sibling = steps[i].sibling;
            bytes32 hash = steps[i].isLeft ? nodeHash(sibling, root) : nodeHash(root, sibling);
            if (steps[i].isLeft) index += sibling.count;
            (fits, root) = _added(root, sibling);
            if (!fits) return (false, root, 0);
            root.hash = hash;
        }
        return (true, root, index);
    }

    /// @return whether a node's count and sums are those of its children.
    function isSumOf(Node memory parent, Node memory left, Node memory right) internal pure returns (bool) {
        (bool fits, Node memory sum) = _added(left, right);
        return fits && parent.count == sum.count && isSame(parent.sums, sum.sums);
    }

    function isSame(Sums memory a, Sums memory b) internal pure returns (bool) {
        return keccak256(abi.encode(a)) == keccak256(abi.encode(b));
    }

    /// @return whether every kilogram issued is somewhere, and none twice.
    function isBalanced(Sums memory s) internal pure returns (bool) {
        uint256 parts = uint256(s.circulating) + s.escrowed + s.retired + s.cancelled + s.inBuffer + s.exported;
        return parts == s.issued;
    }

    function _added(Node memory a, Node memory b) private pure returns (bool fits, Node memory sum) {
        unchecked {
            // safe: a 64-bit sum that wraps is smaller than its parts
            sum.count = a.count + b.count;
            // safe, all: likewise with 128 bits
            sum.sums.issued = a.sums.issued + b.sums.issued;
            sum.sums.circulating = a.sums.circulating + b.sums.circulating;
            sum.sums.escrowed = a.sums.escrowed + b.sums.escrowed;
            sum.sums.retired = a.sums.retired + b.sums.retired;
            sum.sums.cancelled = a.sums.cancelled + b.sums.cancelled;
            sum.sums.inBuffer = a.sums.inBuffer + b.sums.inBuffer;
            sum.sums.exported = a.sums.exported + b.sums.exported;
        }
        fits =
            sum.count >= a.count &&
            sum.sums.issued >= a.sums.issued &&
            sum.sums.circulating >= a.sums.circulating &&
            sum.sums.escrowed >= a.sums.escrowed &&
            sum.sums.retired >= a.sums.retired &&
            sum.sums.cancelled >= a.sums.cancelled &&
            sum.sums.inBuffer >= a.sums.inBuffer &&
            sum.sums.exported >= a.sums.exported;
    }
}
