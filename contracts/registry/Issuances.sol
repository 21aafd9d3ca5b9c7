// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { SerialIntervals } from "../libraries/SerialIntervals.sol";
import { CreditToken } from "./CreditToken.sol";
import { Projects } from "./Projects.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Issuances
/// @notice Maker-checker issuance: the registry proposes, a verifier attests, then the batch is minted.
abstract contract Issuances is Projects, CreditToken {
    using SerialIntervals for SerialIntervals.Set;

    /// @inheritdoc ICarbonCredits
    function propose(Issuance calldata issuance) external restricted returns (uint256 proposalId) {
        _requireProject(issuance.projectId);
        RegistryFields.requireIssuance(issuance);
        Layout storage $ = _layout();
        (bool taken, uint40 takenStart, uint40 takenEnd) = $
            .serials[keccak256(bytes(issuance.serialNamespace))]
            .overlapping(issuance.blockStart, issuance.blockEnd);
        if (taken) revert CarbonCredits_SerialOverlap(issuance.blockStart, issuance.blockEnd, takenStart, takenEnd);

        proposalId = ++$.proposalCount;
        $.proposals[proposalId] = ProposalRecord({
            projectId: issuance.projectId,
            blockStart: issuance.blockStart,
            blockEnd: issuance.blockEnd,
            vintageStart: issuance.vintageStart,
            vintageEnd: issuance.vintageEnd,
            status: ProposalStatus.PROPOSED,
            recipient: issuance.recipient,
            proposer: _msgSender(),
            verifier: address(0),
            reportHash: issuance.reportHash,
            serialNamespace: issuance.serialNamespace
        });
        emit IssuanceProposed(proposalId, issuance.projectId, _msgSender(), issuance);
    }

    /// @inheritdoc ICarbonCredits
    function withdrawProposal(uint256 proposalId) external {
        ProposalRecord storage record = _knownProposal(proposalId);
        if (record.proposer != _msgSender()) revert CarbonCredits_NotProposer(_msgSender(), record.proposer);
        // an attested proposal is still open: nothing has been minted
        if (record.status != ProposalStatus.ATTESTED) {
            _requireStatus(proposalId, record, ProposalStatus.PROPOSED);
        }
        record.status = ProposalStatus.WITHDRAWN;
        emit IssuanceWithdrawn(proposalId, _msgSender());
    }

    /// @inheritdoc ICarbonCredits
    function attest(uint256 proposalId, bytes32 reportHash) external restricted {
        ProposalRecord storage record = _proposalForVerdict(proposalId);
        if (reportHash != record.reportHash) revert CarbonCredits_ReportMismatch(reportHash, record.reportHash);
        record.status = ProposalStatus.ATTESTED;
        record.verifier = _msgSender();
        emit IssuanceAttested(proposalId, _msgSender(), reportHash);
    }

    /// @inheritdoc ICarbonCredits
    function refuse(uint256 proposalId, string calldata reason) external restricted {
        ProposalRecord storage record = _proposalForVerdict(proposalId);
        RegistryFields.requireText(reason, "reason", RegistryFields.MAX_STATEMENT);
        record.status = ProposalStatus.REFUSED;
        record.verifier = _msgSender();
        emit IssuanceRefused(proposalId, _msgSender(), reason);
    }

    /// @inheritdoc ICarbonCredits
    function issue(uint256 proposalId) external restricted returns (uint256 batchId) {
        // Checks
        ProposalRecord storage record = _knownProposal(proposalId);
        _requireStatus(proposalId, record, ProposalStatus.ATTESTED);
        address recipient = record.recipient;
        _requireNotBlocked(recipient);

        // Effects
        record.status = ProposalStatus.ISSUED;
        _takeSerials(record);
        batchId = _createBatch(proposalId, record.projectId);
        uint64 units = _issuedUnits(proposalId);
        _emitBatchIssued(batchId, proposalId, record, units);

        // Interaction: the recipient's ERC-1155 callback finds everything written
        _mint(recipient, batchId, units, "");
    }

    /// @inheritdoc ICarbonCredits
    function proposal(
        uint256 proposalId
    ) external view returns (Issuance memory issuance, ProposalStatus status, address proposer, address verifier) {
        ProposalRecord storage record = _knownProposal(proposalId);
        issuance = Issuance({
            projectId: record.projectId,
            serialNamespace: record.serialNamespace,
            blockStart: record.blockStart,
            blockEnd: record.blockEnd,
            vintageStart: record.vintageStart,
            vintageEnd: record.vintageEnd,
            recipient: record.recipient,
            reportHash: record.reportHash
        });
        return (issuance, record.status, record.proposer, record.verifier);
    }

    /// @inheritdoc ICarbonCredits
    function batch(uint256 batchId) external view returns (Batch memory) {
        BatchRecord storage record = _layout().batches[batchId];
        if (record.proposalId == 0) revert CarbonCredits_UnknownBatch(batchId);
        ProposalRecord storage source = _layout().proposals[record.proposalId];
        return
            Batch({
                projectId: source.projectId,
                blockStart: source.blockStart,
                blockEnd: source.blockEnd,
                vintageStart: source.vintageStart,
                vintageEnd: source.vintageEnd,
                issuedAt: record.issuedAt,
                retiredUnits: record.retiredUnits,
                cancelledUnits: record.cancelledUnits,
                serialNamespace: source.serialNamespace
            });
    }

    /// @inheritdoc ICarbonCredits
    function serialsTaken(
        string calldata serialNamespace,
        uint40 blockStart,
        uint40 blockEnd
    ) external view returns (bool taken, uint40 takenStart, uint40 takenEnd) {
        if (blockStart > blockEnd) revert CarbonCredits_BlockReversed(blockStart, blockEnd);
        return _layout().serials[keccak256(bytes(serialNamespace))].overlapping(blockStart, blockEnd);
    }

    /// @dev Enters the block into its namespace or reverts. Of two open proposals for the same serials the first issued wins.
    function _takeSerials(ProposalRecord storage record) private {
        (bool inserted, uint40 takenStart, uint40 takenEnd) = _layout()
            .serials[keccak256(bytes(record.serialNamespace))]
            .tryInsert(record.blockStart, record.blockEnd);
        if (!inserted) revert CarbonCredits_SerialOverlap(record.blockStart, record.blockEnd, takenStart, takenEnd);
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
            cancelledUnits: 0
        });
    }

    function _emitBatchIssued(
        uint256 batchId,
        uint256 proposalId,
        ProposalRecord storage record,
        uint64 units
    ) private {
        emit BatchIssued(
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
    }

    /// @dev A proposal that waits for a verdict, for a verifier who did not propose it.
    function _proposalForVerdict(uint256 proposalId) private view returns (ProposalRecord storage record) {
        record = _knownProposal(proposalId);
        _requireStatus(proposalId, record, ProposalStatus.PROPOSED);
        if (record.proposer == _msgSender()) revert CarbonCredits_VerifierIsProposer(_msgSender());
    }

    function _knownProposal(uint256 proposalId) private view returns (ProposalRecord storage record) {
        Layout storage $ = _layout();
        record = $.proposals[proposalId];
        if (record.status == ProposalStatus.NONE) revert CarbonCredits_UnknownProposal(proposalId, $.proposalCount);
    }

    function _requireStatus(uint256 proposalId, ProposalRecord storage record, ProposalStatus required) private view {
        ProposalStatus actual = record.status;
        if (actual != required) revert CarbonCredits_WrongStatus(proposalId, actual, required);
    }
}
