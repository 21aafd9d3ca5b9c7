// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract VerdictTest is RegistryFixture {
    function setUp() public override {
        super.setUp();
        _register();
        _propose(_issuance(1, 500));
    }

    function test_AttestRecordsTheVerifier() public {
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceAttested(1, verifier, REPORT);
        _attest(1, REPORT);
        _assertStatus(ICarbonCredits.ProposalStatus.ATTESTED, verifier);
    }

    function test_RefuseRecordsTheVerifier() public {
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceRefused(1, verifier, "baseline overstated");
        vm.prank(verifier);
        credits.refuse(1, "baseline overstated");
        _assertStatus(ICarbonCredits.ProposalStatus.REFUSED, verifier);
    }

    function test_ARefusalNeedsAReasonOfBoundedLength() public {
        vm.startPrank(verifier);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "reason"));
        credits.refuse(1, "");
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_FieldTooLong.selector, "reason", 257, 256));
        credits.refuse(1, _text(257));
        vm.stopPrank();
    }

    function testFuzz_NobodyAttestsBlindly(bytes32 reportHash) public {
        vm.assume(reportHash != REPORT);
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ReportMismatch.selector, reportHash, REPORT)
        );
        credits.attest(1, reportHash);
    }

    function test_OnlyAVerifierJudges() public {
        vm.startPrank(registrar);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, registrar));
        credits.attest(1, REPORT);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, registrar));
        credits.refuse(1, "mine");
        vm.stopPrank();
    }

    function test_TheProposerNeverJudgesEvenWithBothRoles() public {
        vm.prank(admin);
        manager.grantRole(Roles.VERIFIER, registrar, 0);
        vm.startPrank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_VerifierIsProposer.selector, registrar));
        credits.attest(1, REPORT);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_VerifierIsProposer.selector, registrar));
        credits.refuse(1, "mine");
        vm.stopPrank();
    }

    function test_TheProposerMayWithdrawAnOpenProposal() public {
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceWithdrawn(1, registrar);
        vm.prank(registrar);
        credits.withdrawProposal(1);
        _assertStatus(ICarbonCredits.ProposalStatus.WITHDRAWN, address(0));
    }

    function test_TheProposerMayWithdrawAnAttestedProposal() public {
        _attest(1, REPORT);
        vm.prank(registrar);
        credits.withdrawProposal(1);
        _assertStatus(ICarbonCredits.ProposalStatus.WITHDRAWN, verifier);
    }

    function test_NobodyElseWithdraws() public {
        vm.prank(verifier);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotProposer.selector, verifier, registrar));
        credits.withdrawProposal(1);
    }

    function test_AJudgedProposalIsNotJudgedAgain() public {
        _attest(1, REPORT);
        _expectNoVerdict(ICarbonCredits.ProposalStatus.ATTESTED);
    }

    function test_ARefusedProposalIsClosed() public {
        vm.prank(verifier);
        credits.refuse(1, "baseline overstated");
        _expectNoVerdict(ICarbonCredits.ProposalStatus.REFUSED);
        _expectNoWithdrawal(ICarbonCredits.ProposalStatus.REFUSED);
    }

    function test_AWithdrawnProposalIsClosed() public {
        vm.prank(registrar);
        credits.withdrawProposal(1);
        _expectNoVerdict(ICarbonCredits.ProposalStatus.WITHDRAWN);
        _expectNoWithdrawal(ICarbonCredits.ProposalStatus.WITHDRAWN);
    }

    function test_AnIssuedProposalIsClosed() public {
        _attest(1, REPORT);
        _issue(1);
        _expectNoVerdict(ICarbonCredits.ProposalStatus.ISSUED);
        _expectNoWithdrawal(ICarbonCredits.ProposalStatus.ISSUED);
    }

    function _expectNoVerdict(ICarbonCredits.ProposalStatus actual) private {
        vm.startPrank(verifier);
        vm.expectRevert(_wrongStatus(actual));
        credits.attest(1, REPORT);
        vm.expectRevert(_wrongStatus(actual));
        credits.refuse(1, "too late");
        vm.stopPrank();
    }

    function _expectNoWithdrawal(ICarbonCredits.ProposalStatus actual) private {
        vm.prank(registrar);
        vm.expectRevert(_wrongStatus(actual));
        credits.withdrawProposal(1);
    }

    function _wrongStatus(ICarbonCredits.ProposalStatus actual) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ICarbonCredits.CarbonCredits_WrongStatus.selector,
                1,
                actual,
                ICarbonCredits.ProposalStatus.PROPOSED
            );
    }

    function _assertStatus(ICarbonCredits.ProposalStatus expected, address expectedVerifier) private view {
        (, ICarbonCredits.ProposalStatus status, , address judge) = credits.proposal(1);
        assertEq(uint8(status), uint8(expected));
        assertEq(judge, expectedVerifier);
    }
}
