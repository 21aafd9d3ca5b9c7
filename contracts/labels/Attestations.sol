// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";
import { LabelRegistryStorage } from "../storage/LabelRegistryStorage.sol";

/// @title Attestations
/// @notice Kinds of labels, who may attest them, and their periods on each batch.
/// @dev A batch caches the mask of its labels with the span of time for which it is exact: the questions asked while trading
/// read that one word. Outside of the span the periods themselves answer.
abstract contract Attestations is ILabelRegistry, AccessManagedUpgradeable, LabelRegistryStorage {
    /// @dev The bits from here on speak of the corresponding adjustment.
    uint256 internal constant MAX_LABELS = 120;
    uint256 internal constant MAX_CODE = 32;
    uint256 internal constant MAX_REASON = 256;
    uint40 internal constant OPEN_ENDED = type(uint40).max;

    /// @inheritdoc ILabelRegistry
    function registerLabel(string calldata code) external restricted returns (uint8 labelId) {
        _requireText(code, "code", MAX_CODE);
        Layout storage $ = _layout();
        bytes32 key = keccak256(bytes(code));
        uint256 existing = $.labelIds[key];
        // safe: ids are below MAX_LABELS
        if (existing != 0) revert LabelRegistry_LabelExists(code, uint8(existing - 1));
        uint256 count = $.codes.length;
        if (count == MAX_LABELS) revert LabelRegistry_TooManyLabels(count + 1, MAX_LABELS);
        // safe: count is below MAX_LABELS
        labelId = uint8(count);
        $.codes.push(code);
        $.labelIds[key] = count + 1;
        emit LabelRegistered(labelId, code);
    }

    /// @inheritdoc ILabelRegistry
    function setAttester(uint8 labelId, address account, bool allowed) external restricted {
        _requireLabel(labelId);
        if (account == address(0)) revert LabelRegistry_ZeroAddress();
        _layout().attesters[labelId][account] = allowed;
        emit AttesterSet(labelId, account, allowed);
    }

    /// @inheritdoc ILabelRegistry
    function attest(
        uint256 batchId,
        uint8 labelId,
        uint40 from,
        uint40 until,
        bytes32 evidence
    ) external returns (uint256 index) {
        _requireAttester(labelId);
        if (from >= until) revert LabelRegistry_DatesReversed(from, until);
        if (evidence == 0) revert LabelRegistry_EmptyField("evidence");
        Layout storage $ = _layout();
        // reverts for a batch that was never issued
        ICarbonCredits($.credits).batch(batchId);

        Attestation[] storage history = $.history[batchId][labelId];
        index = history.length;
        if (index != 0) {
            uint40 previousUntil = history[index - 1].until;
            if (from < previousUntil) revert LabelRegistry_DatesOverlap(from, previousUntil);
        }
        Attestation storage entry = history.push();
        entry.attester = _msgSender();
        entry.from = from;
        entry.until = until;
        entry.attestedUntil = until;
        entry.attestedAt = _now();
        entry.evidence = evidence;
        $.everAttested[batchId] |= _bit(labelId);
        emit LabelAttested(batchId, labelId, _msgSender(), index, from, until, evidence);
        _refresh(batchId);
    }

    /// @inheritdoc ILabelRegistry
    function revoke(
        uint256 batchId,
        uint8 labelId,
        uint256 index,
        uint40 effectiveAt,
        string calldata reason
    ) external {
        _requireAttester(labelId);
        _requireText(reason, "reason", MAX_REASON);
        Attestation[] storage history = _layout().history[batchId][labelId];
        if (index >= history.length) {
            revert LabelRegistry_UnknownAttestation(batchId, labelId, index, history.length);
        }
        Attestation storage entry = history[index];
        uint40 revokedAt = entry.revokedAt;
        if (revokedAt != 0) revert LabelRegistry_AlreadyRevoked(batchId, labelId, index, revokedAt);
        if (effectiveAt < entry.from || effectiveAt >= entry.until) {
            revert LabelRegistry_RevocationOutsidePeriod(effectiveAt, entry.from, entry.until);
        }
        entry.until = effectiveAt;
        entry.revokedAt = _now();
        entry.reason = reason;
        emit LabelRevoked(batchId, labelId, _msgSender(), index, effectiveAt, reason);
        _refresh(batchId);
    }

    /// @inheritdoc ILabelRegistry
    function refresh(uint256 batchId) external {
        _refresh(batchId);
    }

    /// @inheritdoc ILabelRegistry
    function hasLabel(uint256 batchId, uint8 labelId, uint40 at) external view returns (bool) {
        _requireLabel(labelId);
        CachedMask memory cached = _layout().cached[batchId];
        if (at >= cached.from && at < cached.until) return cached.mask & _bit(labelId) != 0;
        (bool valid, , ) = _stateAt(_layout().history[batchId][labelId], at);
        return valid;
    }

    /// @inheritdoc ILabelRegistry
    function labelsAt(uint256 batchId, uint40 at) external view returns (uint128 mask) {
        CachedMask memory cached = _layout().cached[batchId];
        if (at >= cached.from && at < cached.until) return cached.mask;
        (mask, , ) = _maskAt(batchId, at);
    }

    /// @inheritdoc ILabelRegistry
    function attestations(uint256 batchId, uint8 labelId) external view returns (Attestation[] memory) {
        _requireLabel(labelId);
        return _layout().history[batchId][labelId];
    }

    /// @inheritdoc ILabelRegistry
    function label(uint8 labelId) external view returns (string memory code) {
        if (labelId >= MAX_LABELS) return _adjustmentCode(labelId);
        _requireLabel(labelId);
        return _layout().codes[labelId];
    }

    /// @inheritdoc ILabelRegistry
    function labelCount() external view returns (uint256) {
        return _layout().codes.length;
    }

    /// @inheritdoc ILabelRegistry
    function isAttester(uint8 labelId, address account) external view returns (bool) {
        return _layout().attesters[labelId][account];
    }

    function _refresh(uint256 batchId) internal {
        (uint128 mask, uint40 from, uint40 until) = _maskAt(batchId, _now());
        _layout().cached[batchId] = CachedMask(mask, from, until);
        emit LabelsRefreshed(batchId, mask, from, until);
    }

    /// @dev The bits about the corresponding adjustment at a moment, and the span around it in which they stay.
    function _adjustmentMaskAt(
        uint256 batchId,
        uint40 at
    ) internal view virtual returns (uint128 mask, uint40 from, uint40 until);

    /// @dev The code of a bit about the corresponding adjustment; reverts for one that has no meaning.
    function _adjustmentCode(uint8 labelId) internal view virtual returns (string memory);

    /// @dev The labels at a moment, and the span around it in which no label of the batch begins or ends.
    function _maskAt(uint256 batchId, uint40 at) private view returns (uint128 mask, uint40 from, uint40 until) {
        Layout storage $ = _layout();
        (mask, from, until) = _adjustmentMaskAt(batchId, at);
        uint128 left = $.everAttested[batchId];
        for (uint8 labelId = 0; left != 0; ++labelId) {
            if (left & 1 != 0) {
                (bool valid, uint40 start, uint40 end) = _stateAt($.history[batchId][labelId], at);
                if (valid) mask |= _bit(labelId);
                if (start > from) from = start;
                if (end < until) until = end;
            }
            left >>= 1;
        }
    }

    /// @dev Whether a label is valid at a moment, and the span around it in which that stays so. The periods are in order of
    /// time and do not overlap, so the last that began decides.
    function _stateAt(
        Attestation[] storage history,
        uint40 at
    ) private view returns (bool valid, uint40 start, uint40 end) {
        uint256 low = 0;
        uint256 high = history.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (history[middle].from <= at) low = middle + 1;
            else high = middle;
        }
        // `low` periods have begun
        end = low < history.length ? history[low].from : OPEN_ENDED;
        if (low == 0) return (false, 0, end);
        Attestation storage begun = history[low - 1];
        if (at < begun.until) return (true, begun.from, begun.until);
        return (false, begun.until, end);
    }

    function _requireAttester(uint8 labelId) private view {
        _requireLabel(labelId);
        if (!_layout().attesters[labelId][_msgSender()]) revert LabelRegistry_NotAttester(labelId, _msgSender());
    }

    function _requireLabel(uint8 labelId) internal view {
        uint256 count = _layout().codes.length;
        if (labelId >= count) revert LabelRegistry_UnknownLabel(labelId, count);
    }

    function _requireText(string calldata value, string memory field, uint256 maxLength) private pure {
        uint256 length = bytes(value).length;
        if (length == 0) revert LabelRegistry_EmptyField(field);
        if (length > maxLength) revert LabelRegistry_FieldTooLong(field, length, maxLength);
    }

    function _bit(uint8 labelId) internal pure returns (uint128) {
        // safe: ids and the bits about adjustments are below 128, the width of the mask
        return uint128(1) << labelId;
    }

    /// @dev The present, in unix seconds.
    function _now() internal view returns (uint40) {
        // safe: 40 bits of seconds last beyond the year 36000
        return uint40(block.timestamp);
    }
}
