// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract ReplenishmentTest is TrustFixture {
    uint40 internal constant T = uint40(START_TIME);

    uint64 internal own;
    uint64 internal foreign;
    uint256 internal batch;
    uint256 internal other;

    function setUp() public override {
        super.setUp();
        own = _newProject("VCS1");
        foreign = _newProject("VCS2");
        batch = _newBatch(own, 100, 0);
        other = _newBatch(foreign, 100, 0);
        _approve(alice);
    }

    // ------------------------------------------------------------------------------------------- in

    function test_IssuanceFillsTheBuffer() public {
        uint256 buffered = _newBatch(own, 100, 1_500);
        assertEq(buffer.bufferUnits(buffered), 15_000);
        assertEq(buffer.projectBufferUnits(own), 15_000);
        assertEq(credits.balanceOf(address(buffer), buffered), 15_000);
    }

    function test_AnyoneMayGiveUnits() public {
        vm.prank(alice);
        buffer.donate(other, 7_000);
        assertEq(buffer.projectBufferUnits(foreign), 7_000);
        assertEq(buffer.totalBufferUnits(), 7_000);
    }

    function test_UnitsSentUnaskedAreRefused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_UnexpectedUnits.selector, alice, alice));
        credits.safeTransferFrom(alice, address(buffer), batch, 1, "");
    }

    function test_OnlyTheRegistrysUnitsAreTaken() public {
        bytes memory error = abi.encodeWithSelector(
            IReversalBuffer.ReversalBuffer_ForeignToken.selector,
            address(this)
        );
        vm.expectRevert(error);
        buffer.onERC1155Received(address(this), address(0), batch, 1, "");
        vm.expectRevert(error);
        buffer.onERC1155BatchReceived(address(this), address(0), new uint256[](1), new uint256[](1), "");
    }

    function test_TheBufferSaysThatItReceivesCredits() public view {
        assertTrue(buffer.supportsInterface(type(IERC1155Receiver).interfaceId));
        assertTrue(buffer.supportsInterface(type(IReversalBuffer).interfaceId));
        assertFalse(buffer.supportsInterface(0xffffffff));
    }

    // ------------------------------------------------------------------------------------------- healing

    function test_HealingCancelsUnitsAndLowersTheImpairment() public {
        _lose(batch, 20_000);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Cancelled(
            other,
            alice,
            5_000,
            0,
            5_000,
            ICarbonCredits.CancellationReason.REVERSAL_COMPENSATION,
            "replenishment"
        );
        vm.prank(alice);
        buffer.heal(batch, other, 5_000);
        (uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps) = buffer.statusOf(batch);
        assertEq(reversedUnits, 20_000);
        assertEq(coveredUnits, 5_000);
        assertEq(impairedBps, 1_500);
    }

    function test_HealingStopsAtTheImpairment() public {
        _lose(batch, 20_000);
        vm.startPrank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_AboveImpairment.selector, 20_001, 20_000)
        );
        buffer.heal(batch, other, 20_001);
        buffer.heal(batch, other, 20_000);
        vm.stopPrank();
        (, , uint64 impairedBps) = buffer.statusOf(batch);
        assertEq(impairedBps, 0);
    }

    function test_UnitsOfTheSameProjectHealNothing() public {
        uint256 sibling = _newBatch(own, 100, 0);
        _lose(batch, 20_000);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_SameProject.selector, sibling, own));
        buffer.heal(batch, sibling, 1_000);
    }

    function test_UnitsThatAreInDoubtThemselvesHealNothing() public {
        _lose(batch, 20_000);
        uint256 caseId = _report(_fire(), _one(other, 500));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_Unsound.selector, other, 0, caseId));
        buffer.heal(batch, other, 1_000);
        _consent(caseId);
        _settleAll();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_Unsound.selector, other, 500, 0));
        buffer.heal(batch, other, 1_000);
    }

    function test_ZeroUnitsAreRefused() public {
        bytes memory error = abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_ZeroUnits.selector);
        vm.startPrank(alice);
        vm.expectRevert(error);
        buffer.heal(batch, other, 0);
        vm.expectRevert(error);
        buffer.donate(other, 0);
        vm.expectRevert(error);
        buffer.repay(own, other, 0);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- debt

    function test_ADebtIsRepaidIntoTheBuffer() public {
        _loseIntentionally(20_000);
        vm.prank(alice);
        buffer.repay(own, other, 15_000);
        assertEq(buffer.debtOf(own), 5_000);
        assertEq(buffer.bufferUnits(other), 15_000);
    }

    function test_HealingTheHoldersPaysTheDebtToo() public {
        _loseIntentionally(20_000);
        vm.prank(alice);
        buffer.heal(batch, other, 20_000);
        assertEq(buffer.debtOf(own), 0);
    }

    function test_NoMoreIsRepaidThanIsOwed() public {
        _loseIntentionally(20_000);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_AboveDebt.selector, 20_001, 20_000));
        buffer.repay(own, other, 20_001);
    }

    function test_AProjectDoesNotRepayWithItsOwnUnits() public {
        uint256 sibling = _newBatch(own, 100, 0);
        _loseIntentionally(20_000);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_SameProject.selector, sibling, own));
        buffer.repay(own, sibling, 1);
    }

    // ------------------------------------------------------------------------------------------- bonds

    function test_ABondComesBackAfterItsDate() public {
        uint256 bondId = _post(10_000, T + 10);
        assertEq(buffer.bondUnits(own), 10_000);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_BondLocked.selector, bondId, T + 10, T));
        buffer.withdrawBond(bondId, 1, alice);
        vm.warp(T + 10);
        buffer.withdrawBond(bondId, 4_000, bob);
        vm.stopPrank();
        assertEq(credits.balanceOf(bob, other), 4_000);
        assertEq(buffer.bond(bondId).units, 6_000);
        assertEq(buffer.bondUnits(own), 6_000);
    }

    function test_ABondStaysWhileACaseIsOpen() public {
        uint256 bondId = _post(10_000, 0);
        _report(_fire(), _one(batch, 1));
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_ProjectUnderInvestigation.selector, own, 1)
        );
        buffer.withdrawBond(bondId, 1, alice);
    }

    function test_OnlyTheGuarantorTakesItBack() public {
        uint256 bondId = _post(10_000, 0);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_NotGuarantor.selector, bob, alice));
        buffer.withdrawBond(bondId, 1, bob);
    }

    function test_NoMoreIsTakenBackThanIsLeft() public {
        uint256 bondId = _post(10_000, 0);
        _lose(batch, 4_000);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_InsufficientBond.selector, 6_000, 6_001));
        buffer.withdrawBond(bondId, 6_001, alice);
        vm.expectRevert(IReversalBuffer.ReversalBuffer_ZeroUnits.selector);
        buffer.withdrawBond(bondId, 0, alice);
        vm.expectRevert(IReversalBuffer.ReversalBuffer_ZeroAddress.selector);
        buffer.withdrawBond(bondId, 1, address(0));
        vm.stopPrank();
    }

    function test_ABondIsATonneOfAnotherProjectAtTheLeast() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_BondTooSmall.selector, 999, 1_000));
        buffer.postBond(own, other, 999, 0);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_SameProject.selector, batch, own));
        buffer.postBond(own, batch, 1_000, 0);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownProject.selector, 9, 2));
        buffer.postBond(9, other, 1_000, 0);
        vm.stopPrank();
    }

    function test_AnUnknownBondIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_UnknownBond.selector, 3, 0));
        buffer.bond(3);
    }

    function test_TheOldestBondIsSlashedFirst() public {
        uint256 first = _post(10_000, 0);
        uint256 second = _post(10_000, 0);
        _lose(batch, 12_000);
        assertEq(buffer.bond(first).units, 0);
        assertEq(buffer.bond(second).units, 8_000);
    }

    function _post(uint64 units, uint40 lockedUntil) private returns (uint256) {
        vm.prank(alice);
        return buffer.postBond(own, other, units, lockedUntil);
    }

    function _loseIntentionally(uint64 units) private {
        IReversalBuffer.Report memory report = _fire();
        report.intentional = true;
        _consent(_report(report, _one(batch, units)));
        _settleAll();
    }
}
