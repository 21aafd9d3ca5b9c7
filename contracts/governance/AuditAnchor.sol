// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import { IAuditAnchor } from "../interfaces/IAuditAnchor.sol";

/// @title AuditAnchor
/// @notice See `IAuditAnchor`.
contract AuditAnchor is IAuditAnchor, AccessManaged {
    uint256 private _count;
    mapping(uint256 anchorId => Anchor) private _anchors;

    /// @param manager the AccessManager that holds the roles.
    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IAuditAnchor
    function anchor(
        bytes32 previousRoot,
        uint64 treeSize,
        bytes32 root
    ) external restricted returns (uint256 anchorId) {
        if (root == 0) revert AuditAnchor_EmptyRoot();
        Anchor storage last = _anchors[_count];
        if (previousRoot != last.root) revert AuditAnchor_WrongPreviousRoot(previousRoot, last.root);
        if (treeSize <= last.treeSize) revert AuditAnchor_NotLarger(treeSize, last.treeSize);
        anchorId = ++_count;
        // safe: seconds fit 40 bits for 34,000 years
        _anchors[anchorId] = Anchor(root, previousRoot, treeSize, uint40(block.timestamp), msg.sender);
        emit RootAnchored(anchorId, treeSize, root, previousRoot, msg.sender);
    }

    /// @inheritdoc IAuditAnchor
    function anchorAt(uint256 anchorId) external view returns (Anchor memory) {
        if (anchorId == 0 || anchorId > _count) revert AuditAnchor_UnknownAnchor(anchorId, _count);
        return _anchors[anchorId];
    }

    /// @inheritdoc IAuditAnchor
    function latest() external view returns (uint256 anchorId, Anchor memory last) {
        anchorId = _count;
        last = _anchors[anchorId];
    }
}
