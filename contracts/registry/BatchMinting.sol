// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IERC8393 } from "../interfaces/IERC8393.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { SerialIntervals } from "../libraries/SerialIntervals.sol";
import { Projects } from "./Projects.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title BatchMinting
/// @notice What a proposal must fulfil, and what issuing it does, however it came in.
abstract contract BatchMinting is Projects {
    using SerialIntervals for SerialIntervals.Set;

    /// @dev Reverts on an issuance that could not be minted now.
    function _requireIssuable(ICarbonCredits.Issuance calldata issuance) internal view {
        _requireProject(issuance.projectId);
        RegistryFields.requireIssuance(issuance);
        Layout storage $ = _layout();
        (bool taken, uint40 takenStart, uint40 takenEnd) = $
            .serials[keccak256(bytes(issuance.serialNamespace))]
            .overlapping(issuance.blockStart, issuance.blockEnd);
        if (taken) {
            revert ICarbonCredits.CarbonCredits_SerialOverlap(
                issuance.blockStart,
                issuance.blockEnd,
                takenStart,
                takenEnd
            );
        }
        _requireUnconverted(issuance.conversionRef);
    }

    /// @dev Writes a proposal down as open.
    function _record(
        ICarbonCredits.Issuance calldata issuance,
        address proposer
    ) internal returns (uint256 proposalId) {
        Layout storage $ = _layout();
        proposalId = ++$.proposalCount;
        ProposalRecord storage record = $.proposals[proposalId];
        record.projectId = issuance.projectId;
        record.blockStart = issuance.blockStart;
        record.blockEnd = issuance.blockEnd;
        record.vintageStart = issuance.vintageStart;
        record.vintageEnd = issuance.vintageEnd;
        record.status = ICarbonCredits.ProposalStatus.PROPOSED;
        record.recipient = issuance.recipient;
        // safe: 40 bits of seconds last beyond the year 36000
        record.proposedAt = uint40(block.timestamp);
        record.bufferBps = issuance.bufferBps;
        record.proposer = proposer;
        record.monitoringStart = issuance.monitoringStart;
        record.monitoringEnd = issuance.monitoringEnd;
        record.reportHash = issuance.reportHash;
        record.serialNamespace = issuance.serialNamespace;
        if (bytes(issuance.methodology).length != 0) record.methodology = issuance.methodology;
        if (issuance.conversionRef != 0) record.conversionRef = issuance.conversionRef;
        emit ICarbonCredits.IssuanceProposed(proposalId, issuance.projectId, proposer, issuance);
    }

    /// @dev Takes the serials, creates the batch and mints it. The caller has checked the verdict.
    function _mintProposal(uint256 proposalId, ProposalRecord storage record) internal returns (uint256 batchId) {
        // Checks
        address recipient = record.recipient;
        _requireNotBlocked(recipient);
        uint64 units = _issuedUnits(proposalId);
        uint64 bufferUnits = _bufferUnits(units, record.bufferBps);
        address buffer = _layout().buffer;
        if (bufferUnits != 0 && buffer == address(0)) revert ICarbonCredits.CarbonCredits_BufferNotSet();
        _requireNoDebt(buffer, record.projectId);

        // Effects
        record.status = ICarbonCredits.ProposalStatus.ISSUED;
        _takeSerials(record);
        batchId = _createBatch(proposalId, record.projectId);
        _consumeConversion(record.conversionRef, batchId);
        _emitBatchIssued(batchId, proposalId, record, units);

        // Interactions: the callbacks of ERC-1155 find everything written
        if (bufferUnits != 0) {
            emit ICarbonCredits.BufferContributed(batchId, buffer, bufferUnits);
            _mint(buffer, batchId, bufferUnits, "");
        }
        _mint(recipient, batchId, units - bufferUnits, "");
    }

    /// @dev New units of the debtor would pay nothing: the buffer takes those of other projects only, and the share of an issuance
    /// that goes to it is no payment. An account without code keeps no books of debts.
    function _requireNoDebt(address buffer, uint64 projectId) private view {
        if (buffer.code.length == 0) return;
        uint64 debtUnits = IReversalBuffer(buffer).debtOf(projectId);
        if (debtUnits != 0) revert ICarbonCredits.CarbonCredits_ProjectInDebt(projectId, debtUnits);
    }

    /// @dev Rounded up: a doubt is the buffer's.
    function _bufferUnits(uint64 units, uint16 bufferBps) private pure returns (uint64) {
        // safe: units are below 2^40 and the share at most 40 %
        return (units * bufferBps + 9_999) / 10_000;
    }

    /// @dev Enters the block into its namespace or reverts. Of two open proposals for the same serials the first issued wins.
    function _takeSerials(ProposalRecord storage record) private {
        (bool inserted, uint40 takenStart, uint40 takenEnd) = _layout()
            .serials[keccak256(bytes(record.serialNamespace))]
            .tryInsert(record.blockStart, record.blockEnd);
        if (!inserted) {
            revert ICarbonCredits.CarbonCredits_SerialOverlap(record.blockStart, record.blockEnd, takenStart, takenEnd);
        }
    }

    function _createBatch(uint256 proposalId, uint64 projectId) private returns (uint256 batchId) {
        Layout storage $ = _layout();
        batchId = (uint256(projectId) << 128) | ++$.batchCounts[projectId];
        $.batches[batchId] = BatchRecord({
            // safe: proposalCount is a uint64
            proposalId: uint64(proposalId),
            // safe: 40 bits of seconds last beyond the year 36000
            issuedAt: uint40(block.timestamp),
            retiredUnits: 0,
            cancelledUnits: 0,
            watched: false
        });
    }

    function _consumeConversion(bytes32 conversionRef, uint256 batchId) private {
        if (conversionRef == 0) return;
        _requireUnconverted(conversionRef);
        _layout().conversionBatches[conversionRef] = batchId;
        emit ICarbonCredits.ConvertedIn(conversionRef, batchId);
    }

    /// @dev What another registry cancelled once becomes a batch once.
    function _requireUnconverted(bytes32 conversionRef) private view {
        if (conversionRef == 0) return;
        uint256 batchId = _layout().conversionBatches[conversionRef];
        if (batchId != 0) revert ICarbonCredits.CarbonCredits_ConversionUsed(conversionRef, batchId);
    }

    function _emitBatchIssued(
        uint256 batchId,
        uint256 proposalId,
        ProposalRecord storage record,
        uint64 units
    ) private {
        emit ICarbonCredits.BatchIssued(
            batchId,
            proposalId,
            record.projectId,
            record.recipient,
            record.serialNamespace,
            record.blockStart,
            record.blockEnd,
            record.vintageStart,
            record.vintageEnd,
            units
        );
        // safe: the lower half of a batch id is its number within the project
        emit IERC8393.CreditMinted(record.recipient, batchId, record.projectId, uint128(batchId), units, 0);
    }
}
