// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract LossCasesTest is TrustFixture {
    uint40 internal constant T = uint40(START_TIME);

    uint64 internal project;
    uint256 internal batchA;
    uint256 internal batchB;

    function setUp() public override {
        super.setUp();
        project = _newProject("VCS1");
        batchA = _newBatch(project, 100, 0);
        batchB = _newBatch(project, 50, 0);
    }

    function test_AReportNamesItsLossesAndWaitsForAVerdict() public {
        uint256 caseId = _report(_fire(), _two(batchA, 3_000, batchB, 500));
        IReversalBuffer.Case memory open = buffer.caseOf(caseId);
        assertTrue(open.status == IReversalBuffer.CaseStatus.REPORTED);
        assertTrue(open.report.cause == IReversalBuffer.Cause.FIRE);
        assertEq(open.reporter, registrar);
        assertEq(open.projectId, project);
        assertEq(open.units, 3_500);
        assertEq(open.losses.length, 2);
        assertEq(open.losses[1].units, 500);
        assertEq(buffer.openCaseOf(batchA), caseId);
        assertEq(buffer.openCaseOf(batchB), caseId);
    }

    function test_AReportAloneReversesNothing() public {
        _report(_fire(), _one(batchA, 3_000));
        (uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps) = buffer.statusOf(batchA);
        assertEq(reversedUnits, 0);
        assertEq(coveredUnits, 0);
        assertEq(impairedBps, 0);
    }

    function test_TradingIsSuspendedForThirtyDaysAtMost() public {
        _report(_fire(), _one(batchA, 3_000));
        assertEq(_suspendedUntil(batchA), T + 30 days);
        assertEq(_suspendedUntil(batchB), 0);
    }

    function test_AnInvestigationIsExtendedOnceWithItsSuspension() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.startPrank(verifier);
        buffer.extend(caseId);
        assertEq(_suspendedUntil(batchA), T + 60 days);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_AlreadyExtended.selector, caseId, T + 60 days)
        );
        buffer.extend(caseId);
        vm.stopPrank();
    }

    function test_ARefusalGivesTheReasonAndTradingResumes() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.prank(verifier);
        buffer.refuse(caseId, "outside of the project area");
        assertTrue(buffer.caseOf(caseId).status == IReversalBuffer.CaseStatus.REFUSED);
        assertEq(_suspendedUntil(batchA), 0);
        assertEq(buffer.openCaseOf(batchA), 0);
    }

    function test_ARefusalNeedsAReason() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.startPrank(verifier);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_EmptyField.selector, "reason"));
        buffer.refuse(caseId, "");
        string memory long = _text(257);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_FieldTooLong.selector, "reason", 257, 256)
        );
        buffer.refuse(caseId, long);
        vm.stopPrank();
    }

    function test_AReportWithoutVerdictLapsesAfterItsDeadline() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_DeadlineNotPassed.selector, caseId, T + 30 days, T)
        );
        buffer.lapse(caseId);
        vm.warp(T + 30 days + 1);
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReversalBuffer.ReversalBuffer_DeadlinePassed.selector,
                caseId,
                T + 30 days,
                T + 30 days + 1
            )
        );
        buffer.consent(caseId, EVIDENCE);
        vm.prank(stranger);
        buffer.lapse(caseId);
        assertTrue(buffer.caseOf(caseId).status == IReversalBuffer.CaseStatus.LAPSED);
        assertEq(buffer.openCaseOf(batchA), 0);
    }

    function test_RepeatedReportsDoNotSuspendTradingAgainAtOnce() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.prank(verifier);
        buffer.refuse(caseId, "outside of the project area");
        caseId = _report(_fire(), _one(batchA, 3_000));
        assertEq(_suspendedUntil(batchA), 0);
        vm.prank(verifier);
        buffer.refuse(caseId, "still outside");
        vm.warp(T + 60 days);
        _report(_fire(), _one(batchA, 3_000));
        assertEq(_suspendedUntil(batchA), T + 90 days);
    }

    function test_NobodyConsentsToTheirOwnReport() public {
        vm.prank(admin);
        manager.grantRole(Roles.VERIFIER, registrar, 0);
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        bytes memory error = abi.encodeWithSelector(
            IReversalBuffer.ReversalBuffer_VerifierIsReporter.selector,
            registrar
        );
        vm.startPrank(registrar);
        vm.expectRevert(error);
        buffer.consent(caseId, EVIDENCE);
        vm.expectRevert(error);
        buffer.refuse(caseId, "no");
        vm.expectRevert(error);
        buffer.extend(caseId);
        vm.stopPrank();
    }

    function test_NobodyConsentsBlindly() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_EvidenceMismatch.selector, bytes32(0), EVIDENCE)
        );
        buffer.consent(caseId, 0);
    }

    function test_AVerdictIsGivenOnce() public {
        uint256 caseId = _report(_fire(), _one(batchA, 3_000));
        _consent(caseId);
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReversalBuffer.ReversalBuffer_WrongStatus.selector,
                caseId,
                IReversalBuffer.CaseStatus.SETTLING,
                IReversalBuffer.CaseStatus.REPORTED
            )
        );
        buffer.refuse(caseId, "too late");
    }

    function test_AnUnknownCaseIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_UnknownCase.selector, 7, 0));
        buffer.lapse(7);
    }

    function test_OnlyTheRegistryReportsAndOnlyAVerifierDecides() public {
        bytes memory error = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(error);
        buffer.report(_fire(), _one(batchA, 1));
        vm.expectRevert(error);
        buffer.consent(1, EVIDENCE);
        vm.expectRevert(error);
        buffer.refuse(1, "no");
        vm.expectRevert(error);
        buffer.extend(1);
        vm.expectRevert(error);
        buffer.setInvalidationWindow(batchA, T);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- bad losses

    function test_AnUnknownBatchIsRefused() public {
        _refused(_one(77, 1), abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 77));
    }

    function test_AnEmptyReportIsRefused() public {
        ICarbonCredits.Portion[] memory none;
        _refused(none, abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_LossCount.selector, 0, 16));
        _refused(
            new ICarbonCredits.Portion[](17),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_LossCount.selector, 17, 16)
        );
        _refused(_one(batchA, 0), abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_ZeroUnits.selector));
    }

    function test_AReportWithoutEvidenceIsRefused() public {
        IReversalBuffer.Report memory report = _fire();
        report.evidence = 0;
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_EmptyField.selector, "evidence"));
        buffer.report(report, _one(batchA, 1));
    }

    function test_ABatchIsNamedOnceAndInOrder() public {
        _refused(
            _two(batchA, 1, batchA, 1),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_NotAscending.selector, batchA, batchA)
        );
        _refused(
            _two(batchB, 1, batchA, 1),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_NotAscending.selector, batchB, batchA)
        );
    }

    function test_BatchesOfTwoProjectsAreTwoReports() public {
        uint256 other = _newBatch(_newProject("VCS2"), 10, 0);
        _refused(
            _two(batchA, 1, other, 1),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_OtherProject.selector, other, project)
        );
    }

    function test_NoMoreIsLostThanWasIssued() public {
        _lose(batchA, 60_000);
        _refused(
            _one(batchA, 40_001),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_LossAboveIssued.selector, batchA, 40_001, 40_000)
        );
        _lose(batchA, 40_000);
        (, , uint64 impairedBps) = buffer.statusOf(batchA);
        assertEq(impairedBps, 10_000);
    }

    function test_ABatchIsUnderOneCaseAtATime() public {
        uint256 caseId = _report(_fire(), _one(batchA, 1));
        _refused(
            _one(batchA, 1),
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_CaseOpen.selector, batchA, caseId)
        );
    }

    // ------------------------------------------------------------------------------------------- invalidation

    function test_ABatchMayBeInvalidatedForEightYears() public {
        uint40 end = T + 8 * 365 days;
        assertEq(buffer.invalidationEndsAt(batchA), end);
        vm.warp(end);
        _report(_invalidation(), _one(batchA, 1));
        vm.warp(end + 1);
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_WindowClosed.selector, batchB, end, end + 1)
        );
        buffer.report(_invalidation(), _one(batchB, 1));
    }

    function test_TheConsentToAnInvalidationMustFallIntoTheWindowToo() public {
        uint40 end = T + 8 * 365 days;
        vm.warp(end);
        uint256 caseId = _report(_invalidation(), _one(batchA, 1));
        vm.warp(end + 1);
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_WindowClosed.selector, batchA, end, end + 1)
        );
        buffer.consent(caseId, EVIDENCE);
    }

    function test_AReversalKnowsNoWindow() public {
        vm.warp(T + 9 * 365 days);
        _report(_fire(), _one(batchA, 1));
        assertEq(buffer.openCaseOf(batchA), 1);
    }

    function test_AWindowIsOnlyEverShortenedAndToThreeYearsAtTheLeast() public {
        uint40 three = T + 3 * 365 days;
        uint40 eight = T + 8 * 365 days;
        vm.startPrank(registrar);
        buffer.setInvalidationWindow(batchA, three + 1);
        assertEq(buffer.invalidationEndsAt(batchA), three + 1);
        vm.expectRevert(_window(three + 2, three, three + 1));
        buffer.setInvalidationWindow(batchA, three + 2);
        vm.expectRevert(_window(three - 1, three, three + 1));
        buffer.setInvalidationWindow(batchA, three - 1);
        vm.expectRevert(_window(eight + 1, three, eight));
        buffer.setInvalidationWindow(batchB, eight + 1);
        vm.stopPrank();
    }

    function _window(uint40 endsAt, uint40 earliest, uint40 latest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_WindowOutside.selector, endsAt, earliest, latest);
    }

    function _invalidation() private pure returns (IReversalBuffer.Report memory report) {
        report = _fire();
        report.kind = IReversalBuffer.Kind.INVALIDATION;
        report.cause = IReversalBuffer.Cause.ERROR;
    }

    function _refused(ICarbonCredits.Portion[] memory losses, bytes memory error) private {
        vm.prank(registrar);
        vm.expectRevert(error);
        buffer.report(_fire(), losses);
    }
}
