// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";
import { Attestations } from "./Attestations.sol";

/// @title Adjustments
/// @notice The dated states of corresponding adjustments under Article 6 of the Paris Agreement.
abstract contract Adjustments is Attestations {
    /// @dev The three purposes together.
    uint8 private constant ALL_PURPOSES = 7;

    // what a mask of labels says of the adjustment, see ILabelRegistry; the three purposes follow one another
    uint8 private constant NOT_REQUIRED = 120;
    uint8 private constant COMMITTED = 121;
    uint8 private constant COMPLETED = 122;
    uint8 private constant FIRST_PURPOSE = 123;

    /// @inheritdoc ILabelRegistry
    function recordAdjustment(
        uint256 batchId,
        Adjustment calldata adjustment_
    ) external restricted returns (uint256 index) {
        bytes2 country = _countryOf(batchId);
        _requireConsistent(adjustment_, country);
        Adjustment[] storage history = _layout().adjustments[batchId];
        index = history.length;
        _requireFollows(batchId, history, adjustment_);
        Adjustment storage entry = history.push();
        entry.declaration = adjustment_.declaration;
        entry.status = adjustment_.status;
        entry.purposes = adjustment_.purposes;
        entry.hostParty = adjustment_.hostParty;
        entry.effectiveAt = adjustment_.effectiveAt;
        entry.recordedAt = _now();
        entry.authorisationRef = adjustment_.authorisationRef;
        emit AdjustmentRecorded(batchId, _msgSender(), index, entry);
        _refresh(batchId);
    }

    /// @inheritdoc ILabelRegistry
    function adjustmentAt(uint256 batchId, uint40 at) external view returns (Adjustment memory) {
        Adjustment[] storage history = _layout().adjustments[batchId];
        uint256 begun = _begunAt(history, at);
        Adjustment memory none;
        return begun == 0 ? none : history[begun - 1];
    }

    /// @inheritdoc ILabelRegistry
    function adjustments(uint256 batchId) external view returns (Adjustment[] memory) {
        return _layout().adjustments[batchId];
    }

    /// @return how many states had begun at a moment.
    function _begunAt(Adjustment[] storage history, uint40 at) private view returns (uint256) {
        uint256 low = 0;
        uint256 high = history.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (history[middle].effectiveAt <= at) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// @inheritdoc Attestations
    function _adjustmentMaskAt(
        uint256 batchId,
        uint40 at
    ) internal view override returns (uint128 mask, uint40 from, uint40 until) {
        Adjustment[] storage history = _layout().adjustments[batchId];
        uint256 begun = _begunAt(history, at);
        until = begun < history.length ? history[begun].effectiveAt : OPEN_ENDED;
        if (begun == 0) return (0, 0, until);
        Adjustment storage entry = history[begun - 1];
        from = entry.effectiveAt;
        if (entry.declaration == Declaration.NOT_REQUIRED) return (_bit(NOT_REQUIRED), from, until);
        if (entry.declaration != Declaration.COMMITTED) return (0, from, until);
        mask = _bit(COMMITTED) | (uint128(entry.purposes) << FIRST_PURPOSE);
        if (entry.status == AdjustmentStatus.COMPLETED) mask |= _bit(COMPLETED);
    }

    /// @inheritdoc Attestations
    function _adjustmentCode(uint8 labelId) internal view override returns (string memory) {
        if (labelId == NOT_REQUIRED) return "ADJUSTMENT-NOT-REQUIRED";
        if (labelId == COMMITTED) return "ADJUSTMENT-COMMITTED";
        if (labelId == COMPLETED) return "ADJUSTMENT-COMPLETED";
        if (labelId == FIRST_PURPOSE) return "AUTHORISED-NDC";
        if (labelId == FIRST_PURPOSE + 1) return "AUTHORISED-INTERNATIONAL";
        if (labelId == FIRST_PURPOSE + 2) return "AUTHORISED-OTHER";
        revert LabelRegistry_UnknownLabel(labelId, _layout().codes.length);
    }

    /// @dev Only a commitment has a country, a letter, purposes and progress; a commitment has all of them.
    function _requireConsistent(Adjustment calldata given, bytes2 country) private pure {
        if (given.declaration == Declaration.COMMITTED) {
            if (given.hostParty != country) revert LabelRegistry_NotHostParty(given.hostParty, country);
            if (given.authorisationRef == 0) revert LabelRegistry_EmptyField("authorisationRef");
            if (given.purposes == 0 || given.purposes > ALL_PURPOSES) {
                revert LabelRegistry_BadAdjustment("purposes", given.purposes);
            }
            return;
        }
        if (given.status != AdjustmentStatus.NOT_STARTED) {
            revert LabelRegistry_BadAdjustment("status", uint256(given.status));
        }
        if (given.hostParty != 0) revert LabelRegistry_BadAdjustment("hostParty", uint16(given.hostParty));
        if (given.authorisationRef != 0) {
            revert LabelRegistry_BadAdjustment("authorisationRef", uint256(given.authorisationRef));
        }
        if (given.purposes != 0) revert LabelRegistry_BadAdjustment("purposes", given.purposes);
    }

    function _requireFollows(uint256 batchId, Adjustment[] storage history, Adjustment calldata given) private view {
        AdjustmentStatus before = AdjustmentStatus.NOT_STARTED;
        uint40 earliest = 1;
        if (history.length != 0) {
            Adjustment storage last = history[history.length - 1];
            before = last.status;
            earliest = last.effectiveAt;
        }
        if (before == AdjustmentStatus.COMPLETED) revert LabelRegistry_AdjustmentFinal(batchId, earliest);
        if (given.effectiveAt < earliest || given.effectiveAt > _now()) {
            revert LabelRegistry_AdjustmentDate(given.effectiveAt, earliest, _now());
        }
        if (uint8(given.status) > uint8(before) + 1) revert LabelRegistry_StatusSkipped(before, given.status);
    }

    /// @dev The country of a batch's project; reverts for a batch that was never issued.
    function _countryOf(uint256 batchId) private view returns (bytes2) {
        ICarbonCredits credits = ICarbonCredits(_layout().credits);
        return credits.project(credits.batch(batchId).projectId).country;
    }
}
