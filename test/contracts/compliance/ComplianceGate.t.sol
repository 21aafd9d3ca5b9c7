// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ComplianceGate } from "../../../contracts/compliance/ComplianceGate.sol";
import { SanctionsQuery } from "../../../contracts/compliance/SanctionsQuery.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { FaultyList } from "./FaultyList.sol";
import { GateFixture } from "./GateFixture.sol";

contract ComplianceGateTest is GateFixture {
    function test_AnUnknownAccountMayNotTradeAndIsNotBlocked() public view {
        assertFalse(gate.canTrade(alice));
        assertFalse(gate.isBlocked(alice));
        IComplianceGate.Eligibility memory record = gate.eligibility(alice);
        assertEq(keccak256(abi.encode(record)), keccak256(new bytes(160)));
    }

    function test_ARecordMakesAnAccountEligible() public {
        vm.expectEmit(address(gate));
        emit IComplianceGate.EligibilitySet(alice, 2, "DE", NEXT_YEAR, bytes32("kyc"));
        _admit(alice, 2, NEXT_YEAR);
        assertTrue(gate.canTrade(alice));
        IComplianceGate.Eligibility memory record = gate.eligibility(alice);
        assertEq(record.tier, 2);
        assertEq(record.country, bytes2("DE"));
        assertEq(record.expiresAt, NEXT_YEAR);
        assertEq(record.attestationId, bytes32("kyc"));
        assertFalse(record.frozen);
    }

    function testFuzz_ARecordLastsUntilItsExpiry(uint40 lifetime, uint40 wait) public {
        uint40 expiresAt = uint40(bound(lifetime, START_TIME + 1, type(uint40).max));
        _admit(alice, 1, expiresAt);
        vm.warp(bound(wait, START_TIME, uint256(type(uint40).max) + 1_000));
        assertEq(gate.canTrade(alice), block.timestamp <= expiresAt);
        assertFalse(gate.isBlocked(alice));
    }

    function testFuzz_RefusesATierAboveThree(uint8 tier) public {
        tier = uint8(bound(tier, 4, 255));
        vm.prank(officer);
        vm.expectRevert(abi.encodeWithSelector(IComplianceGate.ComplianceGate_TierOutOfRange.selector, tier, 3));
        gate.setEligibility(alice, tier, "DE", NEXT_YEAR, 0);
    }

    function testFuzz_RefusesAnExpiryThatIsNotAhead(uint40 expiresAt) public {
        expiresAt = uint40(bound(expiresAt, 0, START_TIME));
        vm.prank(officer);
        vm.expectRevert(
            abi.encodeWithSelector(IComplianceGate.ComplianceGate_ExpiryInPast.selector, expiresAt, START_TIME)
        );
        gate.setEligibility(alice, 1, "DE", expiresAt, 0);
    }

    function test_TierZeroRemovesARecordWithoutADate() public {
        _admit(alice, 1, NEXT_YEAR);
        _admit(alice, 0, 0);
        assertFalse(gate.canTrade(alice));
    }

    function test_TheCountryIsTwoCapitalsOrUnknown() public {
        vm.startPrank(officer);
        gate.setEligibility(alice, 1, 0, NEXT_YEAR, 0);
        vm.expectRevert(abi.encodeWithSelector(IComplianceGate.ComplianceGate_BadCountry.selector, bytes2("de")));
        gate.setEligibility(alice, 1, "de", NEXT_YEAR, 0);
        vm.stopPrank();
    }

    function test_RefusesTheZeroAddress() public {
        vm.prank(officer);
        vm.expectRevert(IComplianceGate.ComplianceGate_ZeroAddress.selector);
        gate.setEligibility(address(0), 1, "DE", NEXT_YEAR, 0);
        vm.prank(guardian);
        vm.expectRevert(IComplianceGate.ComplianceGate_ZeroAddress.selector);
        gate.freeze(address(0));
        vm.prank(officer);
        vm.expectRevert(IComplianceGate.ComplianceGate_ZeroAddress.selector);
        gate.unfreeze(address(0));
    }

    function test_AFreezeOverridesARecordAndSurvivesANewOne() public {
        _admit(alice, 1, NEXT_YEAR);
        vm.expectEmit(address(gate));
        emit IComplianceGate.FrozenSet(alice, true);
        _freeze(alice);
        assertFalse(gate.canTrade(alice));
        assertTrue(gate.isBlocked(alice));
        _admit(alice, 3, NEXT_YEAR);
        assertTrue(gate.isBlocked(alice));
        _unfreeze(alice);
        assertTrue(gate.canTrade(alice));
        assertFalse(gate.isBlocked(alice));
    }

    function test_AListedAccountIsBlockedAndMayNotTrade() public {
        _admit(alice, 1, NEXT_YEAR);
        list.list(alice);
        assertFalse(gate.canTrade(alice));
        assertTrue(gate.isBlocked(alice));
    }

    function test_EachWriteNeedsItsRole() public {
        vm.startPrank(stranger);
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        gate.setEligibility(alice, 1, "DE", NEXT_YEAR, 0);
        vm.expectRevert(refused);
        gate.freeze(alice);
        vm.expectRevert(refused);
        gate.unfreeze(alice);
        vm.expectRevert(refused);
        gate.setSanctionsList(stranger);
        vm.expectRevert(refused);
        gate.setListener(stranger);
        vm.stopPrank();
    }

    function test_WhoFreezesCannotRelease() public {
        _freeze(alice);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        gate.unfreeze(alice);
        vm.expectEmit(address(gate));
        emit IComplianceGate.FrozenSet(alice, false);
        _unfreeze(alice);
    }

    function test_AProxyIsSetUpOnceAndNeverWithoutAManager() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        gate.initialize(address(manager), address(list));
        address implementation = address(new ComplianceGate());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        ComplianceGate(implementation).initialize(address(manager), address(list));
        vm.expectRevert(IComplianceGate.ComplianceGate_ZeroAddress.selector);
        new ERC1967Proxy(implementation, abi.encodeCall(ComplianceGate.initialize, (address(0), address(list))));
    }

    // ------------------------------------------------------------------------------------------- the list fails

    function test_WithoutAListThereIsNoScreening() public {
        _admit(alice, 1, NEXT_YEAR);
        list.list(alice);
        vm.expectEmit(address(gate));
        emit IComplianceGate.SanctionsListSet(address(0));
        vm.prank(officer);
        gate.setSanctionsList(address(0));
        assertEq(gate.sanctionsList(), address(0));
        assertTrue(gate.canTrade(alice));
        assertFalse(gate.isBlocked(alice));
    }

    function test_AListWithoutCodeStopsTradingButLocksNobodyIn() public {
        vm.prank(officer);
        gate.setSanctionsList(stranger);
        _assertUnreachable();
    }

    function test_AListThatFailsStopsTradingButLocksNobodyIn() public {
        FaultyList.Fault[4] memory faults = [
            FaultyList.Fault.REVERTS,
            FaultyList.Fault.BURNS_GAS,
            FaultyList.Fault.ANSWERS_NOTHING,
            FaultyList.Fault.ANSWERS_TWO
        ];
        for (uint256 i = 0; i < faults.length; i++) {
            list.setFault(faults[i]);
            _assertUnreachable();
        }
    }

    function test_AnOverlongAnswerCountsByItsFirstWord() public {
        list.setFault(FaultyList.Fault.ANSWERS_A_BOMB);
        assertTrue(gate.isBlocked(alice));
    }

    function test_NobodyMakesAListFailBySendingLittleGas() public {
        list.list(alice);
        uint256 required = SanctionsQuery.GAS_REQUIRED;
        // whatever the gas, a listed account is never told that it is free
        for (uint256 sent = 3_000; sent < 2 * required; sent += 1_500) {
            (bool ok, bytes memory answer) = address(gate).staticcall{ gas: sent }(
                abi.encodeCall(IComplianceGate.isBlocked, (alice))
            );
            if (ok) assertTrue(abi.decode(answer, (bool)));
        }
    }

    function test_TooLittleGasForABurningListGivesNoAnswer() public {
        list.setFault(FaultyList.Fault.BURNS_GAS);
        (bool ok, bytes memory answer) = address(gate).staticcall{ gas: 80_000 }(
            abi.encodeCall(IComplianceGate.isBlocked, (alice))
        );
        assertFalse(ok);
        // unoptimised code, as coverage measures it, has not even the gas left to say why
        if (answer.length != 0) assertEq(bytes4(answer), IComplianceGate.ComplianceGate_GasTooLow.selector);
    }

    function test_TooLittleGasIsNamed() public {
        list.setFault(FaultyList.Fault.REVERTS);
        // a list that fails at once leaves gas to say that it was not given its allowance
        (bool ok, bytes memory answer) = address(gate).staticcall{ gas: 80_000 }(
            abi.encodeCall(IComplianceGate.isBlocked, (alice))
        );
        assertFalse(ok);
        assertEq(bytes4(answer), IComplianceGate.ComplianceGate_GasTooLow.selector);
    }

    function _assertUnreachable() private {
        _admit(alice, 1, NEXT_YEAR);
        assertFalse(gate.canTrade(alice));
        assertFalse(gate.isBlocked(alice));
        _freeze(bob);
        assertTrue(gate.isBlocked(bob));
    }
}
