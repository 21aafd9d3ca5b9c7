// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { WalletRecovery } from "../../../contracts/governance/WalletRecovery.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { IWalletRecovery } from "../../../contracts/interfaces/IWalletRecovery.sol";
import { RegistryFixture } from "../registry/RegistryFixture.sol";

contract WalletRecoveryTest is RegistryFixture {
    bytes32 private constant EVIDENCE = keccak256("identity checked in person");

    WalletRecovery private recovery;
    address private treasurer = makeAddr("treasurer");
    address private successor = makeAddr("successor");
    address private exchange = makeAddr("exchange");
    uint256 private batchId;

    function setUp() public override {
        super.setUp();
        recovery = new WalletRecovery(address(manager), address(gate), address(credits), exchange);
        vm.startPrank(admin);
        manager.grantRole(Roles.TREASURER, treasurer, 0);
        manager.grantRole(Roles.RECOVERY, address(recovery), 0);
        manager.grantRole(Roles.COMPLIANCE, address(recovery), 0);
        _map(address(recovery), IWalletRecovery.propose.selector, Roles.COMPLIANCE);
        _map(address(recovery), IWalletRecovery.confirm.selector, Roles.TREASURER);
        _map(address(recovery), IWalletRecovery.stop.selector, Roles.GUARDIAN);
        _map(address(credits), IERC7943MultiToken.forcedTransfer.selector, Roles.RECOVERY);
        vm.stopPrank();
        batchId = _mintBatch(_issuance(1, 100));
        vm.prank(officer);
        gate.setEligibility(alice, 2, "KE", uint40(block.timestamp + 365 days), keccak256("attestation"));
    }

    function _propose() private returns (uint256) {
        vm.prank(officer);
        return recovery.propose(alice, successor, EVIDENCE);
    }

    function _confirm(uint256 id) private {
        vm.prank(treasurer);
        recovery.confirm(id);
    }

    function _batches() private view returns (uint256[] memory ids) {
        ids = new uint256[](1);
        ids[0] = batchId;
    }

    function _expectStatus(uint256 id, IWalletRecovery.Status actual, IWalletRecovery.Status required) private {
        vm.expectRevert(
            abi.encodeWithSelector(IWalletRecovery.WalletRecovery_WrongStatus.selector, id, actual, required)
        );
    }

    function test_TwoPeopleAndAWeekMoveCreditsAndRecord() external {
        uint256 id = _propose();
        vm.warp(block.timestamp + 7 days);
        vm.expectEmit();
        emit IWalletRecovery.RecoveryConfirmed(id, treasurer);
        _confirm(id);
        vm.expectEmit();
        emit IWalletRecovery.CreditsRecovered(id, batchId, 100_000);
        vm.prank(stranger);
        recovery.recoverCredits(id, _batches());
        assertEq(credits.balanceOf(successor, batchId), 100_000);
        assertEq(credits.balanceOf(alice, batchId), 0);
        IComplianceGate.Eligibility memory moved = gate.eligibility(successor);
        assertEq(moved.tier, 2);
        assertEq(moved.country, bytes2("KE"));
        assertEq(moved.attestationId, keccak256("attestation"));
        assertEq(gate.eligibility(alice).tier, 0);
        assertEq(recovery.recovery(id).confirmer, treasurer);
    }

    function _holdsForOthers(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_HoldsForOthers.selector, account));
    }

    function test_WhoeverHoldsForOthersCanNeitherBeLostNorTakeOver() external {
        vm.startPrank(officer);
        _holdsForOthers(custodian);
        recovery.propose(custodian, successor, EVIDENCE);
        _holdsForOthers(custodian);
        recovery.propose(alice, custodian, EVIDENCE);
        // with the registry wait the units of requested retirements
        _holdsForOthers(address(credits));
        recovery.propose(address(credits), successor, EVIDENCE);
        _holdsForOthers(address(credits));
        recovery.propose(alice, address(credits), EVIDENCE);
        vm.stopPrank();
        address pool = makeAddr("buffer");
        vm.prank(admin);
        credits.setBuffer(pool);
        vm.prank(officer);
        _holdsForOthers(pool);
        recovery.propose(pool, successor, EVIDENCE);
    }

    function test_AnAccountThatBecomesACustodianIsNotRecoveredAnyMore() external {
        uint256 id = _propose();
        vm.warp(block.timestamp + 7 days);
        _confirm(id);
        vm.prank(admin);
        manager.grantRole(Roles.CUSTODIAN, alice, 0);
        _holdsForOthers(alice);
        recovery.recoverCredits(id, _batches());
        assertEq(credits.balanceOf(alice, batchId), 100_000);
    }

    function test_ASuccessorThatBecomesACustodianGetsNothingMore() external {
        uint256 id = _propose();
        vm.warp(block.timestamp + 7 days);
        _confirm(id);
        vm.prank(admin);
        manager.grantRole(Roles.CUSTODIAN, successor, 0);
        _holdsForOthers(successor);
        recovery.recoverCredits(id, _batches());
        assertEq(credits.balanceOf(alice, batchId), 100_000);
    }

    function _alreadyRecovered(address account, uint256 id) private {
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_AlreadyRecovered.selector, account, id));
    }

    function test_ALostWalletIsLostOnceAndTakesOverFromNobody() external {
        uint256 first = _propose();
        uint256 second = _propose();
        vm.warp(block.timestamp + 7 days);
        _confirm(first);
        _alreadyRecovered(alice, first);
        _confirm(second);
        vm.startPrank(officer);
        _alreadyRecovered(alice, first);
        recovery.propose(alice, bob, EVIDENCE);
        _alreadyRecovered(alice, first);
        recovery.propose(successor, alice, EVIDENCE);
        vm.stopPrank();
    }

    /// @dev Else two recoveries of which each undoes the other could be carried out in turn for ever.
    function test_TwoWalletsDoNotBecomeEachOthersSuccessors() external {
        vm.startPrank(officer);
        uint256 there = recovery.propose(bob, successor, EVIDENCE);
        uint256 back = recovery.propose(successor, bob, EVIDENCE);
        vm.stopPrank();
        vm.warp(block.timestamp + 7 days);
        _confirm(there);
        _alreadyRecovered(bob, there);
        _confirm(back);
    }

    function test_ASuccessorCanBeLostToo() external {
        uint256 first = _propose();
        vm.warp(block.timestamp + 7 days);
        _confirm(first);
        vm.prank(officer);
        uint256 second = recovery.propose(successor, bob, EVIDENCE);
        vm.warp(block.timestamp + 7 days);
        _confirm(second);
        recovery.recoverCredits(second, _batches());
        assertEq(credits.balanceOf(bob, batchId), 0, "nothing has come yet");
        recovery.recoverCredits(first, _batches());
        recovery.recoverCredits(second, _batches());
        assertEq(credits.balanceOf(bob, batchId), 100_000);
        assertEq(gate.eligibility(bob).tier, 2);
    }

    function test_WhatIsFrozenOrArrivesLaterMovesAsWell() external {
        uint256 id = _propose();
        _freeze(alice);
        vm.warp(block.timestamp + 7 days);
        _confirm(id);
        recovery.recoverCredits(id, _batches());
        assertEq(credits.balanceOf(successor, batchId), 100_000);
        vm.prank(officer);
        gate.unfreeze(alice);
        vm.prank(successor);
        credits.safeTransferFrom(successor, alice, batchId, 40, "");
        recovery.recoverCredits(id, _batches());
        assertEq(credits.balanceOf(successor, batchId), 100_000);
    }

    function test_ARecordThatHasRunOutIsNotMoved() external {
        uint256 id = _propose();
        vm.prank(officer);
        gate.setEligibility(alice, 2, "KE", uint40(block.timestamp + 3 days), 0);
        vm.warp(block.timestamp + 7 days);
        _confirm(id);
        assertEq(gate.eligibility(successor).tier, 0);
        assertEq(gate.eligibility(alice).tier, 0);
    }

    function test_TheOldWalletEndsItByObjecting() external {
        uint256 id = _propose();
        vm.expectEmit();
        emit IWalletRecovery.RecoveryObjected(id, alice);
        vm.prank(alice);
        recovery.object(id);
        vm.warp(block.timestamp + 7 days);
        _expectStatus(id, IWalletRecovery.Status.OBJECTED, IWalletRecovery.Status.PROPOSED);
        _confirm(id);
    }

    function test_AGuardianStopsItAtOnce() external {
        uint256 id = _propose();
        vm.expectEmit();
        emit IWalletRecovery.RecoveryStopped(id, guardian);
        vm.prank(guardian);
        recovery.stop(id);
        vm.warp(block.timestamp + 7 days);
        _expectStatus(id, IWalletRecovery.Status.STOPPED, IWalletRecovery.Status.PROPOSED);
        _confirm(id);
    }

    function testFuzz_RevertWhen_ItIsConfirmedEarlyOrLate(uint40 after_) external {
        uint256 id = _propose();
        uint256 from = block.timestamp + 7 days;
        vm.warp(uint256(block.timestamp) + bound(after_, 0, 3650 days));
        if (block.timestamp < from) {
            vm.expectRevert(
                abi.encodeWithSelector(IWalletRecovery.WalletRecovery_TooEarly.selector, block.timestamp, from)
            );
        } else if (block.timestamp > from + 30 days) {
            vm.expectRevert(
                abi.encodeWithSelector(IWalletRecovery.WalletRecovery_TooLate.selector, block.timestamp, from + 30 days)
            );
        }
        _confirm(id);
    }

    function test_RevertWhen_OnePersonDoesBoth() external {
        vm.prank(admin);
        manager.grantRole(Roles.TREASURER, officer, 0);
        uint256 id = _propose();
        vm.warp(block.timestamp + 7 days);
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_SamePerson.selector, officer));
        vm.prank(officer);
        recovery.confirm(id);
    }

    /// @dev Through the AccessManager one person could look like two.
    function test_RevertWhen_TheManagerMakesTheCall() external {
        bytes memory call = abi.encodeCall(IWalletRecovery.propose, (alice, successor, EVIDENCE));
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_CallDirectly.selector, address(manager)));
        vm.prank(officer);
        manager.execute(address(recovery), call);
    }

    function testFuzz_RevertWhen_SomebodyElseObjects(address caller) external {
        vm.assume(caller != alice);
        uint256 id = _propose();
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_NotLostAccount.selector, caller, alice));
        vm.prank(caller);
        recovery.object(id);
    }

    function test_RevertWhen_CreditsMoveBeforeItIsConfirmed() external {
        uint256 id = _propose();
        uint256[] memory ids = _batches();
        _expectStatus(id, IWalletRecovery.Status.PROPOSED, IWalletRecovery.Status.CONFIRMED);
        recovery.recoverCredits(id, ids);
    }

    function test_RevertWhen_TheSuccessorIsSomebodyAlready() external {
        vm.prank(officer);
        gate.setEligibility(bob, 1, "DE", uint40(block.timestamp + 1 days), 0);
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_SuccessorKnown.selector, bob, 1));
        vm.prank(officer);
        recovery.propose(alice, bob, EVIDENCE);
    }

    function test_RevertWhen_TheSuccessorBecomesSomebodyMeanwhile() external {
        uint256 id = _propose();
        vm.warp(block.timestamp + 7 days);
        vm.prank(officer);
        gate.setEligibility(successor, 3, "DE", uint40(block.timestamp + 1 days), 0);
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_SuccessorKnown.selector, successor, 3));
        _confirm(id);
    }

    function test_RevertWhen_AnAddressIsMissingOrTheSame() external {
        vm.startPrank(officer);
        vm.expectRevert(IWalletRecovery.WalletRecovery_ZeroAddress.selector);
        recovery.propose(address(0), successor, EVIDENCE);
        vm.expectRevert(IWalletRecovery.WalletRecovery_ZeroAddress.selector);
        recovery.propose(alice, address(0), EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_SameAccount.selector, alice));
        recovery.propose(alice, alice, EVIDENCE);
        vm.stopPrank();
        vm.expectRevert(IWalletRecovery.WalletRecovery_ZeroAddress.selector);
        new WalletRecovery(address(manager), address(0), address(credits), exchange);
        vm.expectRevert(IWalletRecovery.WalletRecovery_ZeroAddress.selector);
        new WalletRecovery(address(manager), address(gate), address(0), exchange);
        vm.expectRevert(IWalletRecovery.WalletRecovery_ZeroAddress.selector);
        new WalletRecovery(address(manager), address(gate), address(credits), address(0));
    }

    function test_RevertWhen_ItIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_UnknownRecovery.selector, 3, 0));
        recovery.recovery(3);
    }

    function testFuzz_RevertWhen_TheRoleIsMissing(address caller) external {
        vm.assume(caller != officer && caller != treasurer && caller != guardian && caller != address(recovery));
        uint256 id = _propose();
        vm.startPrank(caller);
        vm.expectRevert();
        recovery.propose(alice, successor, EVIDENCE);
        vm.expectRevert();
        recovery.confirm(id);
        vm.expectRevert();
        recovery.stop(id);
        vm.stopPrank();
    }
}
