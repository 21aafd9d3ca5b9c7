// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BlockHeader } from "@openzeppelin/contracts/utils/BlockHeader.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICompletenessLedger } from "../interfaces/ICompletenessLedger.sol";
import { SumTree } from "../libraries/SumTree.sol";

/// @title CompletenessLedger
/// @notice See `ICompletenessLedger`. Has no owner and no role: what it says depends on nobody.
contract CompletenessLedger is ICompletenessLedger {
    uint256 private constant UNITS_PER_TONNE = 1_000;

    /// @inheritdoc ICompletenessLedger
    address public immutable credits;

    uint256 private _count;
    mapping(uint256 snapshotId => Snapshot) private _snapshots;

    /// @param credits_ the registry that snapshots are judged by.
    constructor(address credits_) {
        if (credits_ == address(0)) revert CompletenessLedger_ZeroAddress();
        credits = credits_;
    }

    /// @inheritdoc ICompletenessLedger
    function post(bytes calldata header, SumTree.Node calldata root) external returns (uint256 snapshotId) {
        if (root.count == 0) revert CompletenessLedger_Empty();
        SumTree.Sums memory totals = root.sums;
        if (!SumTree.isBalanced(totals)) revert CompletenessLedger_TotalsUnbalanced(totals.issued, _parts(totals));
        uint256 blockNumber = BlockHeader.getNumber(header);
        if (!BlockHeader.verifyBlockHeader(header)) {
            revert CompletenessLedger_HeaderNotRecent(blockNumber, block.number);
        }
        snapshotId = ++_count;
        Snapshot storage s = _snapshots[snapshotId];
        s.root = root;
        // safe, all: the chain's own numbers and times
        s.blockNumber = uint64(blockNumber);
        s.takenAt = uint40(BlockHeader.getTimestamp(header));
        s.postedAt = uint40(block.timestamp);
        s.poster = msg.sender;
        s.status = Status.STANDING;
        emit SnapshotPosted(snapshotId, msg.sender, s.blockNumber, s.takenAt, root);
    }

    // ------------------------------------------------------------------------------------------- challenges

    /// @inheritdoc ICompletenessLedger
    function challengeLeaf(uint256 snapshotId, Inclusion calldata inclusion) external {
        Snapshot storage s = _standing(snapshotId);
        _requireIncluded(s, inclusion);
        (bool faulty, Fault fault) = _judge(inclusion.leaf);
        if (!faulty) revert CompletenessLedger_NoFault(snapshotId);
        _void(snapshotId, s, fault, inclusion.leaf.batchId);
    }

    /// @inheritdoc ICompletenessLedger
    function challengeSum(
        uint256 snapshotId,
        Pair[] calldata path,
        SumTree.Leaf calldata leaf,
        bool endsInLeaf
    ) external {
        Snapshot storage s = _standing(snapshotId);
        SumTree.Node memory claimed = s.root;
        for (uint256 i = 0; i < path.length; ++i) {
            Pair calldata pair = path[i];
            bytes32 computed = SumTree.nodeHash(pair.left, pair.right);
            if (computed != claimed.hash) revert CompletenessLedger_NotInTree(computed, claimed.hash);
            if (!SumTree.isSumOf(claimed, pair.left, pair.right)) return _void(snapshotId, s, Fault.NODE_SUM, 0);
            claimed = pair.goRight ? pair.right : pair.left;
        }
        if (endsInLeaf) {
            bytes32 computed = SumTree.leafHash(leaf);
            if (computed != claimed.hash) revert CompletenessLedger_NotInTree(computed, claimed.hash);
            if (claimed.count != 1 || !SumTree.isSame(claimed.sums, leaf.sums)) {
                return _void(snapshotId, s, Fault.NODE_SUM, leaf.batchId);
            }
        }
        revert CompletenessLedger_NoFault(snapshotId);
    }

    /// @inheritdoc ICompletenessLedger
    function challengeOrder(uint256 snapshotId, Inclusion calldata first, Inclusion calldata second) external {
        Snapshot storage s = _standing(snapshotId);
        _requireNeighbours(_requireIncluded(s, first), _requireIncluded(s, second));
        if (first.leaf.batchId < second.leaf.batchId) revert CompletenessLedger_NoFault(snapshotId);
        _void(snapshotId, s, Fault.ORDER, second.leaf.batchId);
    }

    /// @inheritdoc ICompletenessLedger
    function challengeOmission(uint256 snapshotId, uint256 batchId, Inclusion[] calldata neighbours) external {
        Snapshot storage s = _standing(snapshotId);
        bool isGap;
        if (neighbours.length == 2) {
            _requireNeighbours(_requireIncluded(s, neighbours[0]), _requireIncluded(s, neighbours[1]));
            isGap = neighbours[0].leaf.batchId < batchId && batchId < neighbours[1].leaf.batchId;
        } else if (neighbours.length == 1) {
            uint256 index = _requireIncluded(s, neighbours[0]);
            uint256 edge = neighbours[0].leaf.batchId;
            isGap = (index == 0 && batchId < edge) || (index + 1 == s.root.count && edge < batchId);
        }
        // a batch issued in the very second of the block may stand behind it
        if (!isGap || ICarbonCredits(credits).batch(batchId).issuedAt >= s.takenAt) {
            revert CompletenessLedger_NoFault(snapshotId);
        }
        _void(snapshotId, s, Fault.OMITTED, batchId);
    }

    // ------------------------------------------------------------------------------------------- views

    /// @inheritdoc ICompletenessLedger
    function snapshot(uint256 snapshotId) external view returns (Snapshot memory) {
        return _known(snapshotId);
    }

    /// @inheritdoc ICompletenessLedger
    function latest() external view returns (uint256 snapshotId) {
        for (snapshotId = _count; snapshotId != 0; --snapshotId) {
            if (_snapshots[snapshotId].status == Status.STANDING) break;
        }
    }

    /// @inheritdoc ICompletenessLedger
    function isIncluded(
        uint256 snapshotId,
        Inclusion calldata inclusion
    ) external view returns (bool included, uint256 index) {
        Snapshot storage s = _known(snapshotId);
        SumTree.Node memory root;
        (included, root, index) = SumTree.fold(inclusion.leaf, inclusion.steps);
        included = included && _isRoot(s, root);
    }

    // ------------------------------------------------------------------------------------------- judging

    /// @dev What the registry says of a batch today bounds what it can have been at an earlier block.
    function _judge(SumTree.Leaf calldata leaf) private view returns (bool faulty, Fault fault) {
        SumTree.Sums calldata sums = leaf.sums;
        if (!SumTree.isBalanced(sums)) return (true, Fault.LEAF_UNBALANCED);
        try ICarbonCredits(credits).batch(leaf.batchId) returns (ICarbonCredits.Batch memory batch) {
            uint256 issued = (uint256(batch.blockEnd) - batch.blockStart + 1) * UNITS_PER_TONNE;
            if (sums.issued != issued) return (true, Fault.ISSUED);
            if (sums.retired > batch.retiredUnits) return (true, Fault.RETIRED);
            if (uint256(sums.cancelled) + sums.exported > batch.cancelledUnits) return (true, Fault.CANCELLED);
        } catch (bytes memory reason) {
            // a call that ran out of the challenger's gas shows nothing
            if (bytes4(reason) != ICarbonCredits.CarbonCredits_UnknownBatch.selector) return (false, fault);
            return (true, Fault.ISSUED);
        }
        uint256 outstanding = uint256(sums.circulating) + sums.escrowed + sums.inBuffer;
        if (outstanding < ICarbonCredits(credits).totalSupply(leaf.batchId)) return (true, Fault.OUTSTANDING);
    }

    function _void(uint256 snapshotId, Snapshot storage s, Fault fault, uint256 batchId) private {
        s.status = Status.VOID;
        emit SnapshotVoided(snapshotId, msg.sender, fault, batchId);
    }

    /// @return index the leaf's place.
    function _requireIncluded(Snapshot storage s, Inclusion calldata inclusion) private view returns (uint256) {
        (bool fits, SumTree.Node memory root, uint256 index) = SumTree.fold(inclusion.leaf, inclusion.steps);
        if (!fits || !_isRoot(s, root)) revert CompletenessLedger_NotIncluded(root.hash, s.root.hash);
        return index;
    }

    function _isRoot(Snapshot storage s, SumTree.Node memory root) private view returns (bool) {
        SumTree.Node memory posted = s.root;
        return posted.hash == root.hash && posted.count == root.count && SumTree.isSame(posted.sums, root.sums);
    }

    function _requireNeighbours(uint256 index, uint256 nextIndex) private pure {
        if (index + 1 != nextIndex) revert CompletenessLedger_NotNeighbours(index, nextIndex);
    }

    function _standing(uint256 snapshotId) private view returns (Snapshot storage s) {
        s = _known(snapshotId);
        if (s.status == Status.VOID) revert CompletenessLedger_AlreadyVoid(snapshotId);
    }

    function _known(uint256 snapshotId) private view returns (Snapshot storage s) {
        s = _snapshots[snapshotId];
        if (s.status == Status.NONE) revert CompletenessLedger_UnknownSnapshot(snapshotId, _count);
    }

    function _parts(SumTree.Sums memory s) private pure returns (uint256) {
        return uint256(s.circulating) + s.escrowed + s.retired + s.cancelled + s.inBuffer + s.exported;
    }
}
