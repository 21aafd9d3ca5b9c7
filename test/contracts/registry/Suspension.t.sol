// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract SuspensionTest is RegistryFixture {
    address internal pool = makeAddr("buffer pool");
    uint256 internal batchId;
    uint256 internal other;

    function setUp() public override {
        super.setUp();
        vm.prank(admin);
        credits.setBuffer(pool);
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.bufferBps = 1_000;
        batchId = _mintBatch(issuance);
        other = _mintBatch(_issuance(501, 510));
    }

    function test_nothing_of_the_batch_moves_retires_or_is_cancelled() public {
        uint40 until = _suspend(30 days);
        bytes memory refusal = abi.encodeWithSelector(ICarbonCredits.CarbonCredits_Suspended.selector, batchId, until);
        vm.startPrank(alice);
        vm.expectRevert(refusal);
        credits.safeTransferFrom(alice, bob, batchId, 1, "");
        vm.expectRevert(refusal);
        credits.retire(alice, batchId, 1, _details());
        vm.expectRevert(refusal);
        credits.cancel(alice, batchId, 1, ICarbonCredits.CancellationReason.VOLUNTARY, "");
        (uint256[] memory ids, uint256[] memory values) = (new uint256[](2), new uint256[](2));
        (ids[0], ids[1]) = (other, batchId);
        (values[0], values[1]) = (1, 1);
        vm.expectRevert(refusal);
        credits.safeBatchTransferFrom(alice, bob, ids, values, "");
        vm.stopPrank();
    }

    function test_not_even_by_force() public {
        uint40 until = _suspend(30 days);
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_Suspended.selector, batchId, until));
        credits.forcedTransfer(alice, bob, batchId, 1);
    }

    function test_other_batches_go_on() public {
        _suspend(30 days);
        vm.prank(alice);
        credits.safeTransferFrom(alice, bob, other, 1, "");
        assertEq(credits.balanceOf(bob, other), 1);
    }

    function test_the_buffer_burns_its_own_units_all_the_same_but_moves_none() public {
        uint40 until = _suspend(30 days);
        vm.startPrank(pool);
        credits.cancel(pool, batchId, 50_000, ICarbonCredits.CancellationReason.REVERSAL_COMPENSATION, "fire of 2026");
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_Suspended.selector, batchId, until));
        credits.safeTransferFrom(pool, bob, batchId, 0, "");
        vm.stopPrank();
        assertEq(credits.balanceOf(pool, batchId), 0);
    }

    function testFuzz_it_ends_to_the_second(uint40 length) public {
        length = uint40(bound(length, 1, 90 days));
        uint40 until = _suspend(length);
        vm.warp(until - 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_Suspended.selector, batchId, until));
        credits.safeTransferFrom(alice, bob, batchId, 1, "");
        vm.warp(until);
        vm.prank(alice);
        credits.safeTransferFrom(alice, bob, batchId, 1, "");
        assertEq(credits.balanceOf(bob, batchId), 1);
    }

    function test_the_buffer_lets_a_batch_go_before_its_time() public {
        _suspend(30 days);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.BatchSuspended(batchId, 0);
        vm.prank(pool);
        credits.setSuspended(batchId, 0);
        vm.prank(alice);
        credits.retire(alice, batchId, 1, _details());
    }

    function test_only_the_buffer_suspends_a_batch_that_exists_for_at_most_ninety_days() public {
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_OnlyBuffer.selector, admin, pool));
        credits.setSuspended(batchId, 1);
        uint40 latest = uint40(block.timestamp + 90 days);
        vm.startPrank(pool);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_SuspensionTooLong.selector, latest + 1, latest)
        );
        credits.setSuspended(batchId, latest + 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 9));
        credits.setSuspended(9, latest);
        vm.stopPrank();
    }

    function _suspend(uint40 length) private returns (uint40 until) {
        until = uint40(block.timestamp) + length;
        vm.expectEmit(address(credits));
        emit ICarbonCredits.BatchSuspended(batchId, until);
        vm.prank(pool);
        credits.setSuspended(batchId, until);
        assertEq(credits.suspendedUntil(batchId), until);
    }
}
