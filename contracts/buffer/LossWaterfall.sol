// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { GuarantorBonds } from "./GuarantorBonds.sol";
import { LossCases } from "./LossCases.sol";

/// @title LossWaterfall
/// @notice Covers consented losses step by step, one case at a time, and assigns what no source covers.
/// @dev Each step visits one batch, one bond or one project, so that no size of the programme can make a loss unpayable. Units
/// that arrive meanwhile are found: a case goes back to a source that filled again, and impairs only when all are empty.
abstract contract LossWaterfall is LossCases, GuarantorBonds {
    /// @inheritdoc IReversalBuffer
    function settle(uint256 maxSteps) external returns (uint256 casesLeft) {
        Layout storage $ = _layout();
        casesLeft = $.consented.length - $.settledCount;
        if (casesLeft == 0) revert ReversalBuffer_NothingToSettle();
        for (uint256 i = 0; i < maxSteps && casesLeft != 0; ++i) {
            if (_step($.consented[$.settledCount])) --casesLeft;
        }
    }

    /// @dev One step of the first waiting case.
    /// @return done whether the case is settled.
    function _step(uint256 caseId) private returns (bool done) {
        CaseRecord storage record = _layout().cases[caseId];
        Progress storage progress = _layout().progress;
        Stage stage = _sourceLeft(record, progress.stage);
        if (stage != progress.stage) _enter(progress, stage);
        if (stage == Stage.ASSIGN) {
            _assign(caseId, record);
            return true;
        }
        if (stage == Stage.PROJECT) _stepProject(caseId, record);
        else if (stage == Stage.PROGRAMME) _stepProgramme(caseId, record, progress);
        else _stepGuarantor(caseId, record);
    }

    /// @dev The stage to work on: the one at hand while it can give anything, else the first in order of the kind that can.
    function _sourceLeft(CaseRecord storage record, Stage stage) private view returns (Stage) {
        if (record.uncoveredUnits == 0) return Stage.ASSIGN;
        Layout storage $ = _layout();
        bool bonded = $.projectBonds[record.projectId].units != 0;
        bool own = $.projectHoldings[record.projectId].units != 0;
        bool programme = $.totalUnits != 0;
        if (stage == Stage.PROGRAMME && programme) return stage;
        if (bonded && record.kind == Kind.INVALIDATION) return Stage.GUARANTOR;
        if (own) return Stage.PROJECT;
        if (programme) return Stage.PROGRAMME;
        return bonded ? Stage.GUARANTOR : Stage.ASSIGN;
    }

    function _enter(Progress storage progress, Stage stage) private {
        progress.stage = stage;
        if (stage == Stage.PROGRAMME) _beginRound(progress);
    }

    /// @dev A round over all projects that are in the buffer now.
    function _beginRound(Progress storage progress) private {
        progress.cursor = 0;
        // safe: see BufferHoldings._credit
        progress.end = uint32(_layout().projects.length);
        progress.shareUnits = 0;
        progress.unvisitedUnits = _layout().totalUnits;
    }

    function _stepProject(uint256 caseId, CaseRecord storage record) private {
        (uint256 batchId, uint64 taken) = _draw(record.projectId, record.uncoveredUnits);
        _cover(caseId, record, batchId, taken, Source.PROJECT_BUFFER);
    }

    function _stepGuarantor(uint256 caseId, CaseRecord storage record) private {
        (uint256 batchId, uint64 taken) = _slash(record.projectId, record.uncoveredUnits);
        _cover(caseId, record, batchId, taken, Source.GUARANTOR);
    }

    /// @dev Either takes from the project whose share was set, or sets the share of the next: what is missing, times what it
    /// holds, over what all not yet visited hold, rounded up. What is missing then never exceeds what the others hold, and the
    /// last gives exactly the rest.
    function _stepProgramme(uint256 caseId, CaseRecord storage record, Progress storage progress) private {
        Layout storage $ = _layout();
        uint64 share = progress.shareUnits;
        if (share != 0) {
            uint64 projectId = $.projects[progress.cursor - 1];
            (uint256 batchId, uint64 taken) = _draw(projectId, share);
            progress.shareUnits = share - taken;
            _cover(caseId, record, batchId, taken, Source.PROGRAMME_BUFFER);
            return;
        }
        // units that came to projects already visited are found by another round
        if (progress.cursor == progress.end) return _beginRound(progress);
        uint64 held = $.projectHoldings[$.projects[progress.cursor]].units;
        uint64 unvisited = progress.unvisitedUnits;
        uint64 missing = record.uncoveredUnits < unvisited ? record.uncoveredUnits : unvisited;
        if (held != 0) {
            // safe: missing <= unvisited, so the share is at most what is held
            progress.shareUnits = uint64((uint256(missing) * held + unvisited - 1) / unvisited);
            progress.unvisitedUnits = unvisited - held;
        }
        ++progress.cursor;
    }

    function _cover(uint256 caseId, CaseRecord storage record, uint256 batchId, uint64 taken, Source source) private {
        if (taken == 0) return;
        uint64 uncovered = record.uncoveredUnits - taken;
        record.uncoveredUnits = uncovered;
        _cancel(batchId, taken, caseId, record.kind);
        emit LossCovered(caseId, batchId, source, taken, uncovered);
    }

    /// @dev Spreads what was covered over the losses in proportion, rounded down against the rest, so that the sum is exact.
    function _assign(uint256 caseId, CaseRecord storage record) private {
        Layout storage $ = _layout();
        uint64 lossLeft = record.units;
        uint64 coveredLeft = lossLeft - record.uncoveredUnits;
        for (uint256 i = 0; i < record.losses.length; ++i) {
            ICarbonCredits.Portion storage loss = record.losses[i];
            uint64 units = loss.units;
            // safe: coveredLeft <= lossLeft, so the quotient is at most `units`
            uint64 covered = uint64((uint256(coveredLeft) * units) / lossLeft);
            coveredLeft -= covered;
            lossLeft -= units;
            BatchLoss storage ledger = $.losses[loss.batchId];
            ledger.pendingUnits -= units;
            ledger.coveredUnits += covered;
            ledger.impairedUnits += units - covered;
            emit BatchLossAssigned(caseId, loss.batchId, ledger, _impairedBps(loss.batchId, ledger.impairedUnits));
            _release(loss.batchId);
        }
        record.status = CaseStatus.SETTLED;
        --$.openCases[record.projectId];
        ++$.settledCount;
        delete $.progress;
        emit CaseSettled(caseId, record.units, record.uncoveredUnits);
    }
}
