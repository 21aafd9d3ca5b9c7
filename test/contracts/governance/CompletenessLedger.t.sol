// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICompletenessLedger } from "../../../contracts/interfaces/ICompletenessLedger.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { CompletenessLedger } from "../../../contracts/governance/CompletenessLedger.sol";
import { SumTree } from "../../../contracts/libraries/SumTree.sol";
import { CompletenessFixture } from "./CompletenessFixture.sol";
import { SumTreeBuilder } from "./SumTreeBuilder.sol";

contract CompletenessLedgerTest is CompletenessFixture {
    // ------------------------------------------------------------------------------------------- posting

    function test_AnyonePostsWhatIsTrueAndItStands() external {
        SumTree.Leaf[] memory leaves = _leaves();
        vm.expectEmit();
        emit ICompletenessLedger.SnapshotPosted(
            1,
            stranger,
            uint64(BLOCK),
            uint40(block.timestamp - 10),
            SumTreeBuilder.root(leaves)
        );
        vm.prank(stranger);
        uint256 id = ledger.post(header, SumTreeBuilder.root(leaves));
        ICompletenessLedger.Snapshot memory s = ledger.snapshot(id);
        assertEq(uint8(s.status), uint8(ICompletenessLedger.Status.STANDING));
        assertEq(s.root.count, BATCHES);
        assertEq(s.root.sums.issued, BATCHES * UNITS);
        assertEq(s.postedAt, block.timestamp);
        assertEq(ledger.latest(), id);
    }

    function test_LatestIsTheLastThatStands() external {
        assertEq(ledger.latest(), 0);
        uint256 first = _post(_leaves());
        SumTree.Leaf[] memory leaves = _leaves();
        leaves[0].sums.issued += 1;
        leaves[0].sums.circulating += 1;
        uint256 second = _post(leaves);
        assertEq(ledger.latest(), second);
        ledger.challengeLeaf(second, _inclusion(leaves, 0));
        assertEq(ledger.latest(), first);
    }

    function test_RevertWhen_TheTotalsDoNotBalance() external {
        SumTree.Node memory root = SumTreeBuilder.root(_leaves());
        root.sums.escrowed += 1;
        uint256 issued = root.sums.issued;
        vm.expectRevert(
            abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_TotalsUnbalanced.selector, issued, issued + 1)
        );
        ledger.post(header, root);
    }

    function test_RevertWhen_TheTreeIsEmpty() external {
        SumTree.Node memory root;
        vm.expectRevert(ICompletenessLedger.CompletenessLedger_Empty.selector);
        ledger.post(header, root);
    }

    function test_RevertWhen_TheHeaderIsNotTheChains(uint256 at) external {
        SumTree.Node memory root = SumTreeBuilder.root(_leaves());
        // a byte of the state root, somewhere
        at = bound(at, 100, 120);
        header[at] = bytes1(uint8(header[at]) ^ 1);
        vm.expectPartialRevert(ICompletenessLedger.CompletenessLedger_HeaderNotRecent.selector);
        ledger.post(header, root);
    }

    function test_RevertWhen_TheRegistryIsNobody() external {
        vm.expectRevert(ICompletenessLedger.CompletenessLedger_ZeroAddress.selector);
        new CompletenessLedger(address(0));
    }

    function test_RevertWhen_TheSnapshotIsUnknown() external {
        bytes memory expected = abi.encodeWithSelector(
            ICompletenessLedger.CompletenessLedger_UnknownSnapshot.selector,
            7,
            0
        );
        vm.expectRevert(expected);
        ledger.snapshot(7);
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(_leaves(), 0);
        vm.expectRevert(expected);
        ledger.challengeLeaf(7, inclusion);
    }

    // ------------------------------------------------------------------------------------------- inclusion

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_EveryLeafIsIncludedAtItsPlace(uint256 seed, uint256 size) external {
        size = bound(size, 1, 40);
        SumTree.Leaf[] memory leaves = _anyLeaves(seed, size);
        uint256 id = _post(leaves);
        for (uint256 i = 0; i < size; ++i) {
            (bool included, uint256 index) = ledger.isIncluded(id, _inclusion(leaves, i));
            assertTrue(included);
            assertEq(index, i);
        }
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_NoOtherLeafIsIncluded(uint256 seed, uint256 size, uint256 which, uint128 change) external {
        size = bound(size, 1, 40);
        which = bound(which, 0, size - 1);
        SumTree.Leaf[] memory leaves = _anyLeaves(seed, size);
        uint256 id = _post(leaves);
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, which);
        change = uint128(bound(change, 1, type(uint32).max));
        inclusion.leaf.sums.retired += change;
        inclusion.leaf.sums.issued += change;
        (bool included, ) = ledger.isIncluded(id, inclusion);
        assertFalse(included);
    }

    function testFuzz_SumsThatOverflowIncludeNothing(uint128 large) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, 0);
        inclusion.steps[0].sibling.sums.issued = uint128(
            bound(large, type(uint128).max - UNITS + 1, type(uint128).max)
        );
        (bool included, ) = ledger.isIncluded(id, inclusion);
        assertFalse(included);
    }

    // ------------------------------------------------------------------------------------------- leaves

    function testFuzz_WhatIsTrueCannotBeVoided(uint256 which, uint64 laterRetired) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        which = bound(which, 0, BATCHES - 1);
        // life goes on after the snapshot
        uint256 batchId = _batchId(which);
        laterRetired = uint64(bound(laterRetired, 1, credits.balanceOf(alice, batchId)));
        vm.prank(alice);
        credits.retire(alice, batchId, laterRetired, _details());
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, which);
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_NoFault.selector, id));
        ledger.challengeLeaf(id, inclusion);
    }

    function test_ALeafThatDoesNotBalanceVoids() external {
        SumTree.Leaf[] memory leaves = _leaves();
        // two wrongs that make the totals right
        leaves[1].sums.circulating += 5;
        leaves[3].sums.circulating -= 5;
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.LEAF_UNBALANCED, _batchId(3));
        ledger.challengeLeaf(id, _inclusion(leaves, 3));
        assertEq(uint8(ledger.snapshot(id).status), uint8(ICompletenessLedger.Status.VOID));
    }

    function testFuzz_AnIssueOtherThanTheRegistrysVoids(uint128 more) external {
        SumTree.Leaf[] memory leaves = _leaves();
        more = uint128(bound(more, 1, type(uint64).max));
        leaves[4].sums.issued += more;
        leaves[4].sums.circulating += more;
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.ISSUED, _batchId(4));
        ledger.challengeLeaf(id, _inclusion(leaves, 4));
    }

    function testFuzz_ABatchThatTheRegistryDoesNotKnowVoids(uint32 number) external {
        SumTree.Leaf[] memory leaves = _leaves();
        leaves[4].batchId = (uint256(2) << 128) | number;
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.ISSUED, leaves[4].batchId);
        ledger.challengeLeaf(id, _inclusion(leaves, 4));
    }

    function testFuzz_MoreRetiredThanTheRegistryHasVoids(uint128 more) external {
        SumTree.Leaf[] memory leaves = _leaves();
        more = uint128(bound(more, 1, leaves[2].sums.circulating));
        leaves[2].sums.retired += more;
        leaves[2].sums.circulating -= more;
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.RETIRED, _batchId(2));
        ledger.challengeLeaf(id, _inclusion(leaves, 2));
    }

    function testFuzz_MoreCancelledThanTheRegistryHasVoids(uint128 cancelled, uint128 exported) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint128 free = leaves[0].sums.circulating;
        cancelled = uint128(bound(cancelled, 0, free - 1));
        exported = uint128(bound(exported, 1, free - cancelled));
        leaves[0].sums.cancelled = cancelled;
        leaves[0].sums.exported = exported;
        leaves[0].sums.circulating = free - cancelled - exported;
        uint256 id = _post(leaves);
        _expectVoid(id, ICompletenessLedger.Fault.CANCELLED, _batchId(0));
        ledger.challengeLeaf(id, _inclusion(leaves, 0));
    }

    function test_RevertWhen_TheLeafIsNotInTheTree() external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        leaves[0].sums.issued += 1;
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, 0);
        vm.expectPartialRevert(ICompletenessLedger.CompletenessLedger_NotIncluded.selector);
        ledger.challengeLeaf(id, inclusion);
    }

    function test_RevertWhen_TheSnapshotIsVoidAlready() external {
        SumTree.Leaf[] memory leaves = _leaves();
        leaves[4].sums.issued += 1;
        leaves[4].sums.circulating += 1;
        uint256 id = _post(leaves);
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, 4);
        ledger.challengeLeaf(id, inclusion);
        vm.expectRevert(abi.encodeWithSelector(ICompletenessLedger.CompletenessLedger_AlreadyVoid.selector, id));
        ledger.challengeLeaf(id, inclusion);
    }

    /// @dev Too little gas for the registry's answer must not look like an unknown batch.
    function testFuzz_ACallThatRunsOutOfGasVoidsNothing(uint256 gasGiven) external {
        SumTree.Leaf[] memory leaves = _leaves();
        uint256 id = _post(leaves);
        ICompletenessLedger.Inclusion memory inclusion = _inclusion(leaves, 0);
        gasGiven = bound(gasGiven, 20_000, 300_000);
        try ledger.challengeLeaf{ gas: gasGiven }(id, inclusion) {
            fail();
        } catch {
            assertEq(uint8(ledger.snapshot(id).status), uint8(ICompletenessLedger.Status.STANDING));
        }
    }

    // ------------------------------------------------------------------------------------------- builders

    /// @dev Leaves that balance; of batches that need not exist.
    function _anyLeaves(uint256 seed, uint256 size) private pure returns (SumTree.Leaf[] memory leaves) {
        leaves = new SumTree.Leaf[](size);
        for (uint256 i = 0; i < size; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            leaves[i].batchId = (i + 1) * 1_000;
            leaves[i].sums.circulating = uint32(random);
            leaves[i].sums.escrowed = uint32(random >> 32);
            leaves[i].sums.retired = uint32(random >> 64);
            leaves[i].sums.cancelled = uint32(random >> 96);
            leaves[i].sums.inBuffer = uint32(random >> 128);
            leaves[i].sums.exported = uint32(random >> 160);
            leaves[i].sums.issued =
                leaves[i].sums.circulating +
                leaves[i].sums.escrowed +
                leaves[i].sums.retired +
                leaves[i].sums.cancelled +
                leaves[i].sums.inBuffer +
                leaves[i].sums.exported;
        }
    }
}
