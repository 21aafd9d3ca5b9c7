// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IAuditAnchor
/// @notice Roots of the compliance side's audit log (RFC 9162: SHA-256 Merkle tree over its entries), anchored one after another.
/// Whoever was given a root can no longer be shown another history: an entry changed later contradicts an anchor, and a wrong
/// anchor contradicts the log. Nothing here can be changed, removed or overtaken by a smaller log.
/// @dev That the log of an anchor is a prefix of the next one's is shown off-chain by a consistency proof (RFC 9162, 2.1.4);
/// the contract sees no entry.
interface IAuditAnchor {
    /// @param root of the tree over the log's first `treeSize` entries.
    /// @param previousRoot root of the anchor before; zero for the first.
    /// @param treeSize entries of the log.
    /// @param anchoredAt unix seconds.
    /// @param anchoredBy who anchored it.
    struct Anchor {
        bytes32 root;
        bytes32 previousRoot;
        uint64 treeSize;
        uint40 anchoredAt;
        address anchoredBy;
    }

    /// @notice `previousRoot` is the root of the anchor before, zero for the first; figures as in `Anchor`.
    event RootAnchored(
        uint256 indexed anchorId,
        uint64 indexed treeSize,
        bytes32 root,
        bytes32 previousRoot,
        address indexed anchoredBy
    );

    error AuditAnchor_EmptyRoot();
    error AuditAnchor_WrongPreviousRoot(bytes32 previousRoot, bytes32 anchoredRoot);
    error AuditAnchor_NotLarger(uint64 treeSize, uint64 anchoredSize);
    error AuditAnchor_UnknownAnchor(uint256 anchorId, uint256 lastAnchorId);

    /// @notice Anchors a root. Needs the ANCHOR role.
    /// @param previousRoot the root anchored last, zero for none: a caller that has not seen it is refused.
    /// @param treeSize entries of the log, more than were anchored before.
    /// @param root not zero.
    /// @return anchorId counts from one.
    function anchor(bytes32 previousRoot, uint64 treeSize, bytes32 root) external returns (uint256 anchorId);

    /// @return the anchor; reverts for an unknown one.
    function anchorAt(uint256 anchorId) external view returns (Anchor memory);

    /// @return anchorId of the last anchor, zero for none.
    /// @return last that anchor, empty for none.
    function latest() external view returns (uint256 anchorId, Anchor memory last);
}
