// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { SumTree } from "../libraries/SumTree.sol";

/// @title ICompletenessLedger
/// @notice Snapshots of where every credit is, posted by anyone and voided by anyone who shows a fault: per batch, issued =
/// circulating + escrowed + retired + cancelled + in the buffer + exported, and all batches are there. A snapshot that stands is
/// a claim nobody has refuted, not a proof by itself; what cannot be judged on chain, such as who held what, is for the
/// verifier, which rebuilds the same tree from logs.
/// @dev Figures in kg. Trees as in `SumTree`, leaves in ascending order of batch id.
interface ICompletenessLedger {
    enum Status {
        NONE,
        STANDING,
        VOID
    }

    /// @notice What is wrong with a voided snapshot. LEAF_UNBALANCED: a batch's parts are not its issue. ISSUED: not what the
    /// registry issued, or no batch at all. RETIRED, CANCELLED: more than the registry has today, where these only grow.
    /// OUTSTANDING: less than the registry has today, where it only falls. NODE_SUM: a node states other sums or another count
    /// than its children have. ORDER: neighbours out of order or the same twice. OMITTED: a batch issued before is missing.
    enum Fault {
        LEAF_UNBALANCED,
        ISSUED,
        RETIRED,
        CANCELLED,
        OUTSTANDING,
        NODE_SUM,
        ORDER,
        OMITTED
    }

    /// @param root hash, number of batches and totals.
    /// @param blockNumber the block whose state the snapshot shows.
    /// @param takenAt that block's time, unix seconds.
    /// @param postedAt unix seconds.
    /// @param poster who posted it.
    /// @param status see `Status`.
    struct Snapshot {
        SumTree.Node root;
        uint64 blockNumber;
        uint40 takenAt;
        uint40 postedAt;
        address poster;
        Status status;
    }

    /// @param leaf a batch in a tree.
    /// @param steps its siblings from the leaf upward.
    struct Inclusion {
        SumTree.Leaf leaf;
        SumTree.Step[] steps;
    }

    /// @param left the left child.
    /// @param right the right child.
    /// @param goRight which of them the next pair is below.
    struct Pair {
        SumTree.Node left;
        SumTree.Node right;
        bool goRight;
    }

    event SnapshotPosted(
        uint256 indexed snapshotId,
        address indexed poster,
        uint64 indexed blockNumber,
        uint40 takenAt,
        SumTree.Node root
    );
    /// @notice `batchId` is the batch that shows the fault; zero where a node does.
    event SnapshotVoided(uint256 indexed snapshotId, address indexed challenger, Fault fault, uint256 batchId);

    error CompletenessLedger_ZeroAddress();
    error CompletenessLedger_UnknownSnapshot(uint256 snapshotId, uint256 lastSnapshotId);
    error CompletenessLedger_AlreadyVoid(uint256 snapshotId);
    error CompletenessLedger_HeaderNotRecent(uint256 blockNumber, uint256 currentBlock);
    error CompletenessLedger_TotalsUnbalanced(uint256 issued, uint256 parts);
    error CompletenessLedger_Empty();
    error CompletenessLedger_NotIncluded(bytes32 computed, bytes32 root);
    error CompletenessLedger_NotInTree(bytes32 computed, bytes32 claimed);
    error CompletenessLedger_NotNeighbours(uint256 index, uint256 nextIndex);
    error CompletenessLedger_NoFault(uint256 snapshotId);

    /// @notice Posts a snapshot of a recent block.
    /// @param header the block's header as the chain hashes it, RLP; of a block that the chain can still name.
    /// @param root of the tree; its totals must balance and it has at least one leaf.
    function post(bytes calldata header, SumTree.Node calldata root) external returns (uint256 snapshotId);

    /// @notice Voids a snapshot by one of its leaves: unbalanced, or contradicted by the registry. Reverts when it is not.
    function challengeLeaf(uint256 snapshotId, Inclusion calldata inclusion) external;

    /// @notice Voids a snapshot by a node whose count or sums are not those of what it is made of.
    /// @param path pairs of children from the root downward, each hashing to the node chosen in the pair before.
    /// @param leaf what the last chosen node is made of where that is a leaf.
    /// @param endsInLeaf whether `leaf` counts; otherwise the last pair shows the fault.
    function challengeSum(
        uint256 snapshotId,
        Pair[] calldata path,
        SumTree.Leaf calldata leaf,
        bool endsInLeaf
    ) external;

    /// @notice Voids a snapshot in which two neighbours are out of order.
    function challengeOrder(uint256 snapshotId, Inclusion calldata first, Inclusion calldata second) external;

    /// @notice Voids a snapshot that lacks a batch issued before its block: its place between two neighbours is empty.
    /// @param neighbours the leaves below and above the place; one where the place is before the first or behind the last.
    function challengeOmission(uint256 snapshotId, uint256 batchId, Inclusion[] calldata neighbours) external;

    /// @return the snapshot; reverts for an unknown one.
    function snapshot(uint256 snapshotId) external view returns (Snapshot memory);

    /// @return snapshotId the last one that stands, zero for none.
    function latest() external view returns (uint256 snapshotId);

    /// @return included whether the leaf is in the snapshot's tree.
    /// @return index its place, counted from zero.
    function isIncluded(
        uint256 snapshotId,
        Inclusion calldata inclusion
    ) external view returns (bool included, uint256 index);

    /// @return the registry that snapshots are judged by.
    function credits() external view returns (address);
}
