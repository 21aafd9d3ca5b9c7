// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { ILabelRegistry } from "../../../contracts/interfaces/ILabelRegistry.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract AdjustmentsTest is TrustFixture {
    uint40 internal constant T = uint40(START_TIME);
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _newBatch(_newProject("VCS1"), 100, 0);
    }

    function test_NothingIsKnownBeforeTheFirstRecord() public view {
        assertTrue(labels.adjustmentAt(batchId, T).declaration == ILabelRegistry.Declaration.UNKNOWN);
        assertEq(labels.adjustments(batchId).length, 0);
    }

    function test_ACommitmentRunsFromItsLetterToItsCompletion() public {
        _record(_commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T - 300));
        _record(_commitment(ILabelRegistry.AdjustmentStatus.PENDING, T - 200));
        _record(_commitment(ILabelRegistry.AdjustmentStatus.COMPLETED, T - 100));
        assertTrue(_statusAt(T - 201) == ILabelRegistry.AdjustmentStatus.NOT_STARTED);
        assertTrue(_statusAt(T - 200) == ILabelRegistry.AdjustmentStatus.PENDING);
        assertTrue(_statusAt(T) == ILabelRegistry.AdjustmentStatus.COMPLETED);
        ILabelRegistry.Adjustment memory last = labels.adjustments(batchId)[2];
        assertEq(last.recordedAt, T);
        assertEq(last.hostParty, bytes2("ET"));
        assertEq(last.purposes, 3);
        assertEq(last.authorisationRef, keccak256("letter"));
    }

    function test_TheMaskOfLabelsSaysHowTheAdjustmentStands() public {
        assertEq(labels.labelsAt(batchId, T), 0);
        _record(_commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T - 300));
        _record(_commitment(ILabelRegistry.AdjustmentStatus.PENDING, T - 200));
        _record(_commitment(ILabelRegistry.AdjustmentStatus.COMPLETED, T - 100));
        // purposes 3: nationally determined contributions and international mitigation
        uint128 committed = (uint128(1) << 121) | (uint128(3) << 123);
        assertEq(labels.labelsAt(batchId, T - 301), 0);
        assertEq(labels.labelsAt(batchId, T - 300), committed);
        assertEq(labels.labelsAt(batchId, T - 200), committed);
        assertEq(labels.labelsAt(batchId, T - 101), committed);
        assertEq(labels.labelsAt(batchId, T - 100), committed | (uint128(1) << 122));
        assertEq(labels.labelsAt(batchId, type(uint40).max - 1), committed | (uint128(1) << 122));
    }

    function test_TheMaskTellsAnAdjustmentThatIsNotRequiredFromOneNobodySpokeOf() public {
        ILabelRegistry.Adjustment memory given;
        (given.declaration, given.effectiveAt) = (ILabelRegistry.Declaration.NOT_REQUIRED, T);
        _record(given);
        assertEq(labels.labelsAt(batchId, T), uint128(1) << 120);
        given.declaration = ILabelRegistry.Declaration.UNKNOWN;
        _record(given);
        assertEq(labels.labelsAt(batchId, T), 0);
    }

    function test_EveryBitAboutAdjustmentsHasAName() public {
        string[6] memory names = [
            "ADJUSTMENT-NOT-REQUIRED",
            "ADJUSTMENT-COMMITTED",
            "ADJUSTMENT-COMPLETED",
            "AUTHORISED-NDC",
            "AUTHORISED-INTERNATIONAL",
            "AUTHORISED-OTHER"
        ];
        for (uint8 i = 0; i < 6; i++) assertEq(labels.label(120 + i), names[i]);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_UnknownLabel.selector, 126, labels.labelCount())
        );
        labels.label(126);
    }

    function test_ACompletedAdjustmentIsFinal() public {
        _record(_commitment(ILabelRegistry.AdjustmentStatus.PENDING, T - 200));
        _record(_commitment(ILabelRegistry.AdjustmentStatus.COMPLETED, T - 100));
        _refuse(
            _commitment(ILabelRegistry.AdjustmentStatus.COMPLETED, T),
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_AdjustmentFinal.selector, batchId, T - 100)
        );
    }

    function test_AStatusIsNotSkipped() public {
        _refuse(
            _commitment(ILabelRegistry.AdjustmentStatus.COMPLETED, T),
            abi.encodeWithSelector(
                ILabelRegistry.LabelRegistry_StatusSkipped.selector,
                ILabelRegistry.AdjustmentStatus.NOT_STARTED,
                ILabelRegistry.AdjustmentStatus.COMPLETED
            )
        );
    }

    function test_DatesDoNotRunBackwardsNorAhead() public {
        _record(_commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T - 100));
        _refuse(
            _commitment(ILabelRegistry.AdjustmentStatus.PENDING, T - 101),
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_AdjustmentDate.selector, T - 101, T - 100, T)
        );
        _refuse(
            _commitment(ILabelRegistry.AdjustmentStatus.PENDING, T + 1),
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_AdjustmentDate.selector, T + 1, T - 100, T)
        );
    }

    function test_ACommitmentIsTheProjectsCountrysAlone() public {
        ILabelRegistry.Adjustment memory given = _commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T);
        given.hostParty = "KE";
        _refuse(
            given,
            abi.encodeWithSelector(ILabelRegistry.LabelRegistry_NotHostParty.selector, bytes2("KE"), bytes2("ET"))
        );
    }

    function test_ACommitmentNeedsALetterAndAPurpose() public {
        ILabelRegistry.Adjustment memory given = _commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T);
        given.authorisationRef = 0;
        _refuse(given, abi.encodeWithSelector(ILabelRegistry.LabelRegistry_EmptyField.selector, "authorisationRef"));
        given = _commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T);
        given.purposes = 8;
        _refuse(given, _bad("purposes", 8));
        given.purposes = 0;
        _refuse(given, _bad("purposes", 0));
    }

    function test_WithoutACommitmentThereIsNothingToCarryOut() public {
        ILabelRegistry.Adjustment memory given;
        given.declaration = ILabelRegistry.Declaration.NOT_REQUIRED;
        given.effectiveAt = T;
        given.status = ILabelRegistry.AdjustmentStatus.PENDING;
        _refuse(given, _bad("status", 1));
        given.status = ILabelRegistry.AdjustmentStatus.NOT_STARTED;
        given.hostParty = "ET";
        _refuse(given, _bad("hostParty", uint16(bytes2("ET"))));
        given.hostParty = 0;
        given.purposes = 1;
        _refuse(given, _bad("purposes", 1));
        given.purposes = 0;
        given.authorisationRef = bytes32(uint256(5));
        _refuse(given, _bad("authorisationRef", 5));
        given.authorisationRef = 0;
        _record(given);
        assertTrue(labels.adjustmentAt(batchId, T).declaration == ILabelRegistry.Declaration.NOT_REQUIRED);
    }

    function test_AHostCountryMayTakeAPendingCommitmentBack() public {
        _record(_commitment(ILabelRegistry.AdjustmentStatus.PENDING, T - 100));
        ILabelRegistry.Adjustment memory given;
        given.effectiveAt = T;
        _record(given);
        assertTrue(labels.adjustmentAt(batchId, T).declaration == ILabelRegistry.Declaration.UNKNOWN);
    }

    function test_OnlyTheAuthoriserRecords() public {
        vm.prank(attester);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, attester));
        labels.recordAdjustment(batchId, _commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T));
    }

    function test_AnUnknownBatchIsRefused() public {
        vm.prank(authoriser);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 77));
        labels.recordAdjustment(77, _commitment(ILabelRegistry.AdjustmentStatus.NOT_STARTED, T));
    }

    function _commitment(
        ILabelRegistry.AdjustmentStatus status,
        uint40 effectiveAt
    ) private pure returns (ILabelRegistry.Adjustment memory) {
        return
            ILabelRegistry.Adjustment({
                declaration: ILabelRegistry.Declaration.COMMITTED,
                status: status,
                purposes: 3,
                hostParty: "ET",
                effectiveAt: effectiveAt,
                recordedAt: 0,
                authorisationRef: keccak256("letter")
            });
    }

    function _bad(string memory field, uint256 value) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILabelRegistry.LabelRegistry_BadAdjustment.selector, field, value);
    }

    function _record(ILabelRegistry.Adjustment memory given) private {
        vm.prank(authoriser);
        labels.recordAdjustment(batchId, given);
    }

    function _refuse(ILabelRegistry.Adjustment memory given, bytes memory error) private {
        vm.prank(authoriser);
        vm.expectRevert(error);
        labels.recordAdjustment(batchId, given);
    }

    function _statusAt(uint40 at) private view returns (ILabelRegistry.AdjustmentStatus) {
        return labels.adjustmentAt(batchId, at).status;
    }
}
