// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICompletenessLedger } from "../../../contracts/interfaces/ICompletenessLedger.sol";
import { SumTree } from "../../../contracts/libraries/SumTree.sol";
import { CompletenessFixture } from "./CompletenessFixture.sol";
import { SumTreeBuilder } from "./SumTreeBuilder.sol";

/// @dev Faults of a whole tree: nodes that lie, leaves out of order, batches that are missing.
contract CompletenessChallengesTest is CompletenessFixture {
    SumTree.Leaf private _none;

    /// @dev The two halves of the tree over five leaves, and the pair at its top.
    function _top(
        SumTree.Leaf[] memory leaves
    ) private pure returns (SumTree.Node memory left, SumTree.Node memory right) {
        return (SumTreeBuilder.subtree(leaves, 0, 4), SumTreeBuilder.subtree(leaves, 4, 5));
    }

    function _pairs(
        SumTree.Node memory left,
        SumTree.Node memory right,
        bool goRight
    ) private pure returns (ICompletenessLedger.Pair[] memory path) {
        path = new ICompletenessLedger.Pair[](1);
        path[0] = ICompletenessLedger.Pair(left, right, goRight);
    }

    // ------------------------------------------------------------------------------------------- sums

    function testFuzz_TotalsThatAreNotTheChildrensVoid(uint128 more) external {
        (SumTree.Node memory left, SumTree.Node memory right) = _top(_leaves());
        SumTree.Node memory root = SumTreeBuilder.joined(left, right);
        more = uint128(bound(more, 1, type(uint64).max));
        root.sums.issued += more;
        root.sums.retired += more;
        uint256 id = ledger.post(header, root);
        _expectVoid(id, ICompletenessLedger.Fault.NODE_SUM, 0);
        ledger.challengeSum(id, _pairs(left, right, false), _none, false);
    }

    function test_ACountThatIsNotTheChildrensVoids() external {
        (SumTree.Node memory left, SumTree.Node memory right) = _top(_leaves());
        SumTree.Node memory root = SumTreeBuilder.joined(left, right);
        root.count -= 1;
        uint256 id = ledger.post(header, root);
        _expectVoid(id, ICompletenessLedger.Fault.NODE_SUM, 0);
        ledger.challengeSum(id, _pairs(left, right, false), _none, false);
    }

    function testFuzz_ChildrenWhoseSumOverflowsVoid(uint128 low) external {
        (SumTree.Node memory left, SumTree.Node memory right) = _top(_leaves());
        // together they wrap around to what the root states
        SumTree.Node memory root = SumTreeBuilder.joined(left, right);
        // more than the right one has
        uint128 offset = uint128(bound(low, UNITS + 1, type(uint128).max - BATCHES * UNITS));
        unchecked {
            left.sums.issued += offset;
            right.sums.issued -= offset;
        }
        root.hash = SumTree.nodeHash(left, right);
        uint256 id = ledger.post(header, root);
        _expectVoid(id, ICompletenessLedger.Fault.NODE_SUM, 0);
        ledger.challengeSum(id, _pairs(left, right, false), _none, false);
    }

    function test_ALeafThatIsNotWhatItsNodeStatesVoids() external {
        SumTree.Leaf[] memory leaves = _leaves();
        (SumTree.Node memory left, SumTree.Node memory right) = _top(leaves);
        right.sums.retired += 9;
        right.sums.circulating -= 9;
        uint256 id = ledger.post(header, SumTreeBuilder.joined(left, right));
        SumTree.Leaf memory honest = _leaves()[4];
        _expectVoid(id, ICompletenessLedger.Fault.NODE_SUM, _batchId(4));
        ledger.challengeSum(id, _pairs(left, right, true), honest, true);
    }

    function testFuzz_NoNodeOfATrueTreeVoids(uint256 directions, bool endsInLeaf) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        (uint256 from, uint256 to) = (0, BATCHES);
        ICompletenessLedger.Pair[] memory path = new ICompletenessLedger.Pair[](8);
        uint256 depth;
        while (to - from > 1) {
            uint256 middle = from + SumTreeBuilder.split(to - from);
            bool goRight = (directions >> depth) & 1 == 1;
            path[depth++] = ICompletenessLedger.Pair(
                SumTreeBuilder.subtree(leaves, from, middle),
                SumTreeBuilder.subtree(leaves, middle, to),
                goRight
            );
            (from, to) = goRight ? (middle, to) : (from, middle);
        }
        assembly ("memory-safe") {
            mstore(path, depth) // safe: only shortens the array
        }
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NoFault.selector, id));
        ledger.challengeSum(id, path, leaves[from], endsInLeaf);
    }

    function test_RevertWhen_ThePairIsNotOfTheTree() external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        (SumTree.Node memory left, SumTree.Node memory right) = _top(leaves);
        left.sums.issued += 1;
        ICompletenessLedger.Pair[] memory path = _pairs(left, right, false);
        vm.expectPartialRevert(ICompletenessLedger.CompletenessLedger_NotInTree.selector);
        ledger.challengeSum(id, path, _none, false);
    }

    // ------------------------------------------------------------------------------------------- order

    function test_NeighboursOutOfOrderVoid() external {
        SumTree.Leaf[] memory leaves = _leaves();
        (leaves[1], leaves[2]) = (leaves[2], leaves[1]);
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.ORDER, _batchId(1));
        ledger.challengeOrder(id, _inclusion(leaves, 1), _inclusion(leaves, 2));
    }

    function test_ABatchThatIsThereTwiceVoids() external {
        SumTree.Leaf[] memory leaves = _leaves();
        leaves[4] = leaves[3];
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.ORDER, _batchId(3));
        ledger.challengeOrder(id, _inclusion(leaves, 3), _inclusion(leaves, 4));
    }

    function test_RevertWhen_TheTwoAreNoNeighbours() external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        ICompletenessLedger.Inclusion memory first = _inclusion(leaves, 1);
        ICompletenessLedger.Inclusion memory second = _inclusion(leaves, 3);
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NotNeighbours.selector, 1, 3));
        ledger.challengeOrder(id, first, second);
    }

    // ------------------------------------------------------------------------------------------- completeness

    function testFuzz_ABatchThatIsMissingVoids(uint256 which) external {
        which = bound(which, 0, BATCHES - 1);
        SumTree.Leaf[] memory leaves = _without(_leaves(), which);
        uint256 id = _post(leaves);
        bool atEdge = which == 0 || which == BATCHES - 1;
        ICompletenessLedger.Inclusion[] memory neighbours = new ICompletenessLedger.Inclusion[](atEdge ? 1 : 2);
        neighbours[0] = _inclusion(leaves, which == 0 ? 0 : which - 1);
        if (!atEdge) neighbours[1] = _inclusion(leaves, which);
        _expectVoid(id, ICompletenessLedger.Fault.OMITTED, _batchId(which));
        ledger.challengeOmission(id, _batchId(which), neighbours);
    }

    function testFuzz_ABatchThatIsThereIsNotMissing(uint256 which, uint256 beside) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        which = bound(which, 0, BATCHES - 1);
        beside = bound(beside, 0, BATCHES - 2);
        ICompletenessLedger.Inclusion[] memory neighbours = new ICompletenessLedger.Inclusion[](2);
        (neighbours[0], neighbours[1]) = (_inclusion(leaves, beside), _inclusion(leaves, beside + 1));
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NoFault.selector, id));
        ledger.challengeOmission(id, _batchId(which), neighbours);
        ICompletenessLedger.Inclusion[] memory edge = new ICompletenessLedger.Inclusion[](1);
        edge[0] = neighbours[0];
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NoFault.selector, id));
        ledger.challengeOmission(id, _batchId(which), edge);
    }

    function test_ABatchIssuedAfterTheBlockIsNotMissing() external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        uint256 later = _mintBatch(_issuance(50_000, 50_099));
        ICompletenessLedger.Inclusion[] memory edge = new ICompletenessLedger.Inclusion[](1);
        edge[0] = _inclusion(leaves, BATCHES - 1);
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NoFault.selector, id));
        ledger.challengeOmission(id, later, edge);
    }
}
