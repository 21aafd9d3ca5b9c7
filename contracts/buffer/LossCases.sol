// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { LossLedger } from "./LossLedger.sol";

/// @title LossCases
/// @notice Reports of losses, the verdict on them, and the suspension of trading in between.
abstract contract LossCases is LossLedger, AccessManagedUpgradeable {
    uint40 internal constant INVESTIGATION = 30 days;
    uint40 internal constant LONGEST_WINDOW = 8 * 365 days;
    uint40 internal constant SHORTEST_WINDOW = 3 * 365 days;
    uint256 internal constant MAX_LOSSES = 16;
    uint256 internal constant MAX_REASON = 256;

    /// @inheritdoc IReversalBuffer
    function report(
        Report calldata report_,
        ICarbonCredits.Portion[] calldata losses
    ) external restricted returns (uint256 caseId) {
        if (report_.evidence == 0) revert ReversalBuffer_EmptyField("evidence");
        if (losses.length == 0 || losses.length > MAX_LOSSES) {
            revert ReversalBuffer_LossCount(losses.length, MAX_LOSSES);
        }
        Layout storage $ = _layout();
        caseId = ++$.caseCount;
        uint64 projectId = _projectOf(losses[0].batchId);
        uint40 deadline = _now() + INVESTIGATION;
        CaseRecord storage record = $.cases[caseId];
        record.reporter = _msgSender();
        record.projectId = projectId;
        record.status = CaseStatus.REPORTED;
        record.kind = report_.kind;
        record.cause = report_.cause;
        record.intentional = report_.intentional;
        record.evidence = report_.evidence;
        record.deadline = deadline;
        ++$.openCases[projectId];
        _takeLosses(caseId, record, losses);
        emit LossReported(caseId, projectId, _msgSender(), report_, losses, deadline);
    }

    /// @inheritdoc IReversalBuffer
    function extend(uint256 caseId) external restricted {
        CaseRecord storage record = _caseForVerdict(caseId);
        if (record.extended) revert ReversalBuffer_AlreadyExtended(caseId, record.deadline);
        uint40 deadline = record.deadline + INVESTIGATION;
        record.extended = true;
        record.deadline = deadline;
        for (uint256 i = 0; i < record.losses.length; ++i) {
            uint256 batchId = record.losses[i].batchId;
            if (_layout().watches[batchId].suspendedUntil > _now()) _suspend(batchId, deadline);
        }
        emit CaseExtended(caseId, deadline);
    }

    /// @inheritdoc IReversalBuffer
    function consent(uint256 caseId, bytes32 evidence) external restricted {
        CaseRecord storage record = _caseForVerdict(caseId);
        if (evidence != record.evidence) revert ReversalBuffer_EvidenceMismatch(evidence, record.evidence);
        Layout storage $ = _layout();
        uint64 units = record.units;
        record.status = CaseStatus.SETTLING;
        record.verifier = _msgSender();
        record.uncoveredUnits = units;
        for (uint256 i = 0; i < record.losses.length; ++i) {
            ICarbonCredits.Portion storage loss = record.losses[i];
            if (record.kind == Kind.INVALIDATION) _requireWindow(loss.batchId);
            BatchLoss storage ledger = $.losses[loss.batchId];
            ledger.reversedUnits += loss.units;
            ledger.pendingUnits += loss.units;
        }
        if (record.intentional) _setDebt(record.projectId, $.debts[record.projectId] + units);
        $.consented.push(caseId);
        emit LossConsented(caseId, _msgSender(), units);
    }

    /// @inheritdoc IReversalBuffer
    function refuse(uint256 caseId, string calldata reason) external restricted {
        CaseRecord storage record = _caseForVerdict(caseId);
        uint256 length = bytes(reason).length;
        if (length == 0) revert ReversalBuffer_EmptyField("reason");
        if (length > MAX_REASON) revert ReversalBuffer_FieldTooLong("reason", length, MAX_REASON);
        record.verifier = _msgSender();
        _close(record, CaseStatus.REFUSED);
        emit LossRefused(caseId, _msgSender(), reason);
    }

    /// @inheritdoc IReversalBuffer
    function lapse(uint256 caseId) external {
        CaseRecord storage record = _reportedCase(caseId);
        if (_now() <= record.deadline) {
            revert ReversalBuffer_DeadlineNotPassed(caseId, record.deadline, _now());
        }
        _close(record, CaseStatus.LAPSED);
        emit CaseLapsed(caseId);
    }

    /// @inheritdoc IReversalBuffer
    function setInvalidationWindow(uint256 batchId, uint40 endsAt) external restricted {
        uint40 issuedAt = ICarbonCredits(_layout().credits).batch(batchId).issuedAt;
        uint40 latest = _windowEnd(batchId, issuedAt);
        uint40 earliest = issuedAt + SHORTEST_WINDOW;
        if (endsAt < earliest || endsAt > latest) revert ReversalBuffer_WindowOutside(endsAt, earliest, latest);
        _layout().watches[batchId].invalidationEndsAt = endsAt;
        emit InvalidationWindowSet(batchId, endsAt);
    }

    /// @inheritdoc IReversalBuffer
    function invalidationEndsAt(uint256 batchId) public view returns (uint40) {
        return _windowEnd(batchId, ICarbonCredits(_layout().credits).batch(batchId).issuedAt);
    }

    /// @inheritdoc IReversalBuffer
    function caseOf(uint256 caseId) external view returns (Case memory) {
        CaseRecord storage record = _knownCase(caseId);
        return
            Case({
                report: Report(record.kind, record.cause, record.intentional, record.evidence),
                status: record.status,
                projectId: record.projectId,
                reporter: record.reporter,
                verifier: record.verifier,
                deadline: record.deadline,
                extended: record.extended,
                units: record.units,
                uncoveredUnits: record.uncoveredUnits,
                losses: record.losses
            });
    }

    /// @dev Checks the losses of a new case, keeps them and suspends their batches.
    function _takeLosses(uint256 caseId, CaseRecord storage record, ICarbonCredits.Portion[] calldata losses) private {
        uint256 previous = 0;
        uint64 units = 0;
        for (uint256 i = 0; i < losses.length; ++i) {
            ICarbonCredits.Portion calldata loss = losses[i];
            if (loss.batchId <= previous) revert ReversalBuffer_NotAscending(previous, loss.batchId);
            if (_projectOf(loss.batchId) != record.projectId) {
                revert ReversalBuffer_OtherProject(loss.batchId, record.projectId);
            }
            _requireLoss(loss.batchId, loss.units);
            if (record.kind == Kind.INVALIDATION) _requireWindow(loss.batchId);
            previous = loss.batchId;
            units += loss.units;
            record.losses.push(loss);
            BatchWatch storage watch = _layout().watches[loss.batchId];
            // safe: cases are counted from 1 and never reach 2^64
            watch.openCase = uint64(caseId);
            if (_now() >= watch.quietUntil) _suspend(loss.batchId, record.deadline);
        }
        record.units = units;
    }

    function _requireLoss(uint256 batchId, uint64 units) private view {
        Layout storage $ = _layout();
        // reverts for a batch that was never issued
        uint64 issued = _issuedUnits(ICarbonCredits($.credits).batch(batchId));
        if (units == 0) revert ReversalBuffer_ZeroUnits();
        uint64 left = issued - $.losses[batchId].reversedUnits;
        if (units > left) revert ReversalBuffer_LossAboveIssued(batchId, units, left);
        uint256 open = $.watches[batchId].openCase;
        if (open != 0) revert ReversalBuffer_CaseOpen(batchId, open);
    }

    /// @dev Ends a case without a loss.
    function _close(CaseRecord storage record, CaseStatus status) private {
        record.status = status;
        --_layout().openCases[record.projectId];
        for (uint256 i = 0; i < record.losses.length; ++i) _release(record.losses[i].batchId);
    }

    /// @dev Trading of the batch resumes, and it may be reported again.
    function _release(uint256 batchId) internal {
        BatchWatch storage watch = _layout().watches[batchId];
        watch.openCase = 0;
        if (watch.suspendedUntil == 0) return;
        watch.suspendedUntil = 0;
        ICarbonCredits(_layout().credits).setSuspended(batchId, 0);
    }

    function _suspend(uint256 batchId, uint40 until) private {
        BatchWatch storage watch = _layout().watches[batchId];
        watch.suspendedUntil = until;
        watch.quietUntil = until + INVESTIGATION;
        ICarbonCredits(_layout().credits).setSuspended(batchId, until);
    }

    function _windowEnd(uint256 batchId, uint40 issuedAt) private view returns (uint40) {
        uint40 endsAt = _layout().watches[batchId].invalidationEndsAt;
        return endsAt == 0 ? issuedAt + LONGEST_WINDOW : endsAt;
    }

    function _requireWindow(uint256 batchId) private view {
        uint40 endsAt = invalidationEndsAt(batchId);
        if (_now() > endsAt) revert ReversalBuffer_WindowClosed(batchId, endsAt, _now());
    }

    /// @dev A case that waits for a verdict in time, for somebody who did not report it.
    function _caseForVerdict(uint256 caseId) private view returns (CaseRecord storage record) {
        record = _reportedCase(caseId);
        if (_now() > record.deadline) revert ReversalBuffer_DeadlinePassed(caseId, record.deadline, _now());
        if (record.reporter == _msgSender()) revert ReversalBuffer_VerifierIsReporter(_msgSender());
    }

    function _reportedCase(uint256 caseId) private view returns (CaseRecord storage record) {
        record = _knownCase(caseId);
        if (record.status != CaseStatus.REPORTED) {
            revert ReversalBuffer_WrongStatus(caseId, record.status, CaseStatus.REPORTED);
        }
    }

    function _knownCase(uint256 caseId) private view returns (CaseRecord storage record) {
        record = _layout().cases[caseId];
        if (record.status == CaseStatus.NONE) revert ReversalBuffer_UnknownCase(caseId, _layout().caseCount);
    }
}
