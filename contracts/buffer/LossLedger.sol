// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IImpairment } from "../interfaces/IImpairment.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { BufferHoldings } from "./BufferHoldings.sol";

/// @title LossLedger
/// @notice What each batch lost, what of it was made good and what impairs it.
abstract contract LossLedger is BufferHoldings {
    uint256 private constant BPS = 10_000;
    uint64 internal constant UNITS_PER_TONNE = 1_000;

    /// @inheritdoc IImpairment
    function statusOf(
        uint256 batchId
    ) external view returns (uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps) {
        BatchLoss memory loss = _layout().losses[batchId];
        return (loss.reversedUnits, loss.coveredUnits, _impairedBps(batchId, loss.impairedUnits));
    }

    /// @inheritdoc IReversalBuffer
    function lossOf(uint256 batchId) external view returns (BatchLoss memory) {
        return _layout().losses[batchId];
    }

    /// @inheritdoc IReversalBuffer
    function openCaseOf(uint256 batchId) external view returns (uint256 caseId) {
        return _layout().watches[batchId].openCase;
    }

    /// @inheritdoc IReversalBuffer
    function debtOf(uint64 projectId) external view returns (uint64 debtUnits) {
        return _layout().debts[projectId];
    }

    /// @dev The published rule: what is missing is spread over every issued unit, outstanding and retired alike, rounded up.
    function _impairedBps(uint256 batchId, uint64 impairedUnits) internal view returns (uint64) {
        // spares the call of the registry where most batches stand
        if (impairedUnits == 0) return 0;
        uint256 issued = _issuedUnits(ICarbonCredits(_layout().credits).batch(batchId));
        // safe: impaired units never exceed the issued, so the quotient is at most BPS
        return uint64((uint256(impairedUnits) * BPS + issued - 1) / issued);
    }

    function _issuedUnits(ICarbonCredits.Batch memory batch) internal pure returns (uint64) {
        // safe: the registry bounds a block to 10^9 tonnes
        return (uint64(batch.blockEnd) - batch.blockStart + 1) * UNITS_PER_TONNE;
    }

    function _setDebt(uint64 projectId, uint64 debtUnits) internal {
        _layout().debts[projectId] = debtUnits;
        emit DebtChanged(projectId, debtUnits);
    }
}
