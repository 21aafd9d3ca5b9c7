// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { ILabelRegistry } from "../../../contracts/interfaces/ILabelRegistry.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract AttestationsTest is TrustFixture {
    uint8 internal constant CCP = 0;
    uint8 internal constant CORSIA = 1;
    bytes32 internal constant DECISION = keccak256("decision of the governing board");
    uint40 internal constant T = uint40(START_TIME);

    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _newBatch(_newProject("VCS1"), 100, 0);
        vm.startPrank(admin);
        labels.registerLabel("CCP");
        labels.registerLabel("CORSIA-2024-2026");
        labels.setAttester(CCP, attester, true);
        labels.setAttester(CORSIA, attester, true);
        vm.stopPrank();
    }

    function test_ALabelHoldsFromItsFirstSecondToTheLastBeforeItsEnd() public {
        _attest(CCP, T, T + 100);
        assertFalse(labels.hasLabel(batchId, CCP, T - 1));
        assertTrue(labels.hasLabel(batchId, CCP, T));
        assertTrue(labels.hasLabel(batchId, CCP, T + 99));
        assertFalse(labels.hasLabel(batchId, CCP, T + 100));
    }

    function test_ARevokedLabelEndsWhereTheRevocationSaysAndStaysInTheHistory() public {
        _attest(CCP, T, OPEN_ENDED);
        vm.prank(attester);
        labels.revoke(batchId, CCP, 0, T + 50, "methodology withdrawn");
        assertTrue(labels.hasLabel(batchId, CCP, T + 49));
        assertFalse(labels.hasLabel(batchId, CCP, T + 50));
        ILabelRegistry.Attestation memory entry = labels.attestations(batchId, CCP)[0];
        assertEq(entry.attestedUntil, OPEN_ENDED);
        assertEq(entry.until, T + 50);
        assertEq(entry.revokedAt, T);
        assertEq(entry.reason, "methodology withdrawn");
        assertEq(entry.evidence, DECISION);
        assertEq(entry.attester, attester);
    }

    function test_ALabelCanBeAttestedAnewAfterItsRevocation() public {
        _attest(CCP, T, OPEN_ENDED);
        vm.startPrank(attester);
        labels.revoke(batchId, CCP, 0, T + 50, "methodology withdrawn");
        labels.attest(batchId, CCP, T + 80, OPEN_ENDED, DECISION);
        vm.stopPrank();
        assertFalse(labels.hasLabel(batchId, CCP, T + 79));
        assertTrue(labels.hasLabel(batchId, CCP, T + 80));
        assertEq(labels.attestations(batchId, CCP).length, 2);
    }

    function test_TheMaskNamesEveryLabelOfTheMoment() public {
        _attest(CCP, T, T + 100);
        _attest(CORSIA, T + 50, T + 200);
        assertEq(labels.labelsAt(batchId, T), 1);
        assertEq(labels.labelsAt(batchId, T + 50), 3);
        assertEq(labels.labelsAt(batchId, T + 100), 2);
        assertEq(labels.labelsAt(batchId, T + 200), 0);
    }

    function test_ABatchWithoutAttestationsHasNoLabels() public view {
        assertEq(labels.labelsAt(batchId, T), 0);
        assertFalse(labels.hasLabel(batchId, CCP, T));
    }

    function test_TheMaskOfTheMomentIsOneReadOfStorage() public {
        _attest(CCP, T, OPEN_ENDED);
        _attest(CORSIA, T, OPEN_ENDED);
        assertEq(_slotsReadForTheMask(T), 2, "the implementation's address, and the word of the batch");
    }

    function test_ARefreshMakesTheMaskCheapAgainAfterALabelEnded() public {
        _attest(CCP, T, T + 100);
        vm.warp(T + 100);
        labels.refresh(batchId);
        assertEq(labels.labelsAt(batchId, T + 100), 0);
        assertEq(_slotsReadForTheMask(T + 100), 2);
    }

    function test_AnAttesterMayNoLongerAttestOnceRemoved() public {
        _attest(CCP, T, T + 100);
        vm.prank(admin);
        labels.setAttester(CCP, attester, false);
        assertTrue(labels.hasLabel(batchId, CCP, T), "what was attested stands");
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_NotAttester.selector, CCP, attester));
        labels.attest(batchId, CCP, T + 100, T + 200, DECISION);
    }

    function test_TheAttesterOfOneLabelIsNoneOfAnother() public {
        vm.prank(admin);
        uint8 ccb = labels.registerLabel("CCB");
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_NotAttester.selector, ccb, attester));
        labels.attest(batchId, ccb, T, OPEN_ENDED, DECISION);
    }

    function test_ReversedDatesAreRefused() public {
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_DatesReversed.selector, T + 1, T + 1));
        labels.attest(batchId, CCP, T + 1, T + 1, DECISION);
    }

    function test_OverlappingDatesAreRefused() public {
        _attest(CCP, T, T + 100);
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_DatesOverlap.selector, T + 99, T + 100));
        labels.attest(batchId, CCP, T + 99, T + 300, DECISION);
    }

    function test_AnUnknownBatchIsRefused() public {
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 77));
        labels.attest(77, CCP, T, OPEN_ENDED, DECISION);
    }

    function test_AnUnknownLabelIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_UnknownLabel.selector, 9, 2));
        labels.hasLabel(batchId, 9, T);
    }

    function test_AnAttestationWithoutEvidenceIsRefused() public {
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_EmptyField.selector, "evidence"));
        labels.attest(batchId, CCP, T, OPEN_ENDED, 0);
    }

    function test_ARevocationNeedsAReason() public {
        _attest(CCP, T, OPEN_ENDED);
        vm.startPrank(attester);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_EmptyField.selector, "reason"));
        labels.revoke(batchId, CCP, 0, T, "");
        string memory long = _text(257);
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_FieldTooLong.selector, "reason", 257, 256));
        labels.revoke(batchId, CCP, 0, T, long);
        vm.stopPrank();
    }

    function test_ARevocationOutsideThePeriodIsRefused() public {
        _attest(CCP, T, T + 100);
        vm.prank(attester);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_RevocationOutsidePeriod.selector, T + 100, T, T + 100)
        );
        labels.revoke(batchId, CCP, 0, T + 100, "late");
    }

    function test_NothingIsRevokedTwice() public {
        _attest(CCP, T, T + 100);
        vm.startPrank(attester);
        labels.revoke(batchId, CCP, 0, T + 50, "once");
        vm.expectRevert(
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_AlreadyRevoked.selector, batchId, CCP, 0, T)
        );
        labels.revoke(batchId, CCP, 0, T + 20, "twice");
        vm.stopPrank();
    }

    function test_AnAttestationThatIsNotThereCannotBeRevoked() public {
        vm.prank(attester);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_UnknownAttestation.selector, batchId, CCP, 0, 0)
        );
        labels.revoke(batchId, CCP, 0, T, "none");
    }

    function test_OnlyTheAdminRegistersLabelsAndAttesters() public {
        vm.startPrank(attester);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, attester));
        labels.registerLabel("CCB");
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, attester));
        labels.setAttester(CCP, attester, true);
        vm.stopPrank();
    }

    function test_ALabelIsRegisteredOnce() public {
        vm.startPrank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_LabelExists.selector, "CORSIA-2024-2026", CORSIA)
        );
        labels.registerLabel("CORSIA-2024-2026");
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_EmptyField.selector, "code"));
        labels.registerLabel("");
        vm.expectRevert(ILabelRegistry.LabelRegistry_ZeroAddress.selector);
        labels.setAttester(CCP, address(0), true);
        vm.stopPrank();
    }

    function test_The121stLabelIsRefused() public {
        vm.startPrank(admin);
        for (uint256 i = 2; i < 120; i++) labels.registerLabel(vm.toString(i));
        vm.expectRevert(abi.encodeWithSelector(ILabelRegistry.LabelRegistry_TooManyLabels.selector, 121, 120));
        labels.registerLabel("one more");
        // the last one stands below the bits about adjustments
        labels.setAttester(119, attester, true);
        vm.stopPrank();
        _attest(119, T, OPEN_ENDED);
        assertEq(labels.labelsAt(batchId, T), uint128(1) << 119);
    }

    /// @dev The cached mask and the periods give one answer, whatever happened and whenever one asks.
    function testFuzz_TheMaskSaysWhatThePeriodsSay(uint256[12] memory seeds, uint40 at) public {
        at = uint40(bound(at, T - 200, T + 2_500));
        for (uint256 i = 0; i < seeds.length; i++) {
            vm.warp(block.timestamp + ((seeds[i] >> 200) % 100));
            _randomChange(seeds[i]);
        }
        uint128 expected = 0;
        for (uint8 labelId = 0; labelId < 2; labelId++) {
            if (_naive(labelId, at)) expected |= uint128(1) << labelId;
            assertEq(labels.hasLabel(batchId, labelId, at), _naive(labelId, at));
        }
        assertEq(labels.labelsAt(batchId, at), expected);
    }

    function _randomChange(uint256 seed) private {
        uint8 labelId = uint8(seed % 2);
        uint256 count = labels.attestations(batchId, labelId).length;
        vm.startPrank(attester);
        if (seed % 3 == 0 && count != 0) {
            ILabelRegistry.Attestation memory last = labels.attestations(batchId, labelId)[count - 1];
            uint40 end = uint40(last.from + ((seed >> 8) % 300));
            try labels.revoke(batchId, labelId, count - 1, end, "fuzz") {} catch {}
        } else {
            uint40 from = uint40(T - 100 + ((seed >> 8) % 1_000));
            uint40 until = uint40(from + 1 + ((seed >> 64) % 300));
            try labels.attest(batchId, labelId, from, until, DECISION) {} catch {}
        }
        vm.stopPrank();
    }

    function _naive(uint8 labelId, uint40 at) private view returns (bool valid) {
        ILabelRegistry.Attestation[] memory all = labels.attestations(batchId, labelId);
        for (uint256 i = 0; i < all.length; i++) {
            if (at >= all[i].from && at < all[i].until) valid = true;
        }
    }

    function _slotsReadForTheMask(uint40 at) private returns (uint256 distinct) {
        vm.record();
        labels.labelsAt(batchId, at);
        (bytes32[] memory reads, ) = vm.accesses(address(labels));
        for (uint256 i = 0; i < reads.length; i++) {
            uint256 j = 0;
            while (reads[j] != reads[i]) j++;
            if (j == i) distinct++;
        }
    }

    function _attest(uint8 labelId, uint40 from, uint40 until) private {
        vm.prank(attester);
        labels.attest(batchId, labelId, from, until, DECISION);
    }
}
