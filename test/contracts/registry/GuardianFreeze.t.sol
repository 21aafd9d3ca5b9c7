// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { IGuardianFreeze } from "../../../contracts/interfaces/IGuardianFreeze.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

/// @notice The freeze at once: up only. Down, and up with delay, is ERC-7943's own function.
contract GuardianFreezeTest is RegistryFixture {
    uint256 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
    }

    function _raise(uint256 amount) private {
        vm.prank(guardian);
        credits.freezeTokens(alice, batchId, amount);
    }

    function testFuzz_ItRaisesAndRefusesEverythingElse(uint256 first, uint256 second) external {
        first = bound(first, 1, type(uint256).max);
        _raise(first);
        if (second <= first) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IGuardianFreeze.CarbonCredits_FreezeNotRaised.selector,
                    alice,
                    batchId,
                    second,
                    first
                )
            );
        } else {
            vm.expectEmit(address(credits));
            emit IERC7943MultiToken.Frozen(alice, batchId, second);
        }
        _raise(second);
        assertEq(credits.getFrozenTokens(alice, batchId), second > first ? second : first);
    }

    function test_NothingFrozenCannotBeRaisedToNothing() external {
        vm.expectRevert(
            abi.encodeWithSelector(IGuardianFreeze.CarbonCredits_FreezeNotRaised.selector, alice, batchId, 0, 0)
        );
        _raise(0);
    }

    function test_WhatIsFrozenStaysUntilAnOfficerLetsGo() external {
        _raise(499_999);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IERC7943MultiToken.ERC7943InsufficientUnfrozenBalance.selector, alice, batchId, 2, 1)
        );
        credits.safeTransferFrom(alice, bob, batchId, 2, "");
        vm.prank(officer);
        credits.setFrozenTokens(alice, batchId, 0);
        vm.prank(alice);
        credits.safeTransferFrom(alice, bob, batchId, 500_000, "");
        assertEq(credits.balanceOf(bob, batchId), 500_000);
    }

    function test_EitherFunctionHasItsOwnRole() external {
        vm.prank(officer);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, officer));
        credits.freezeTokens(alice, batchId, 1);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        credits.setFrozenTokens(alice, batchId, 1);
    }

    function test_NobodyAndUnknownBatchesAreRefused() external {
        vm.startPrank(guardian);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        credits.freezeTokens(address(0), batchId, 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 7));
        credits.freezeTokens(alice, 7, 1);
    }
}
