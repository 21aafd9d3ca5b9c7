// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { SerialIntervals } from "../libraries/SerialIntervals.sol";
import { BatchMinting } from "./BatchMinting.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Issuances
/// @notice Maker-checker issuance: the registry proposes, a verifier attests, then the batch is minted.
abstract contract Issuances is BatchMinting {
    using SerialIntervals for SerialIntervals.Set;

    /// @dev See ICarbonCredits.
    function propose(ICarbonCredits.Issuance calldata issuance) external restricted returns (uint256) {
        _requireIssuable(issuance);
        return _record(issuance, _msgSender());
    }

    /// @dev See ICarbonCredits.
    function correctProposal(
        uint256 proposalId,
        ICarbonCredits.Issuance calldata issuance
    ) external restricted returns (uint256 correctedProposalId) {
        ProposalRecord storage record = _ownProposal(proposalId);
        _requireStatus(proposalId, record, ICarbonCredits.ProposalStatus.PROPOSED);
        _requireIssuable(issuance);
        _withdraw(proposalId, record);
        correctedProposalId = _record(issuance, _msgSender());
        emit ICarbonCredits.IssuanceCorrected(proposalId, correctedProposalId);
    }

    /// @dev See ICarbonCredits.
    function withdrawProposal(uint256 proposalId) external {
        ProposalRecord storage record = _ownProposal(proposalId);
        _requireOpen(proposalId, record);
        _withdraw(proposalId, record);
    }

    /// @dev See ICarbonCredits.
    function expireProposal(uint256 proposalId) external {
        ProposalRecord storage record = _knownProposal(proposalId);
        _requireOpen(proposalId, record);
        uint256 expiresAt = record.proposedAt + RegistryFields.PROPOSAL_LIFE;
        if (block.timestamp < expiresAt) revert ICarbonCredits.CarbonCredits_ProposalNotExpired(proposalId, expiresAt);
        record.status = ICarbonCredits.ProposalStatus.EXPIRED;
        emit ICarbonCredits.IssuanceExpired(proposalId);
    }

    /// @dev See ICarbonCredits.
    function attest(uint256 proposalId, bytes32 reportHash) external restricted {
        ProposalRecord storage record = _proposalForVerdict(proposalId);
        _requireValid(proposalId, record);
        if (reportHash != record.reportHash)
            revert ICarbonCredits.CarbonCredits_ReportMismatch(reportHash, record.reportHash);
        record.status = ICarbonCredits.ProposalStatus.ATTESTED;
        record.verifier = _msgSender();
        emit ICarbonCredits.IssuanceAttested(proposalId, _msgSender(), reportHash);
    }

    /// @dev See ICarbonCredits.
    function refuse(uint256 proposalId, string calldata reason) external restricted {
        ProposalRecord storage record = _proposalForVerdict(proposalId);
        RegistryFields.requireText(reason, "reason", RegistryFields.MAX_STATEMENT);
        record.status = ICarbonCredits.ProposalStatus.REFUSED;
        record.verifier = _msgSender();
        emit ICarbonCredits.IssuanceRefused(proposalId, _msgSender(), reason);
    }

    /// @dev See ICarbonCredits.
    function issue(uint256 proposalId) external restricted returns (uint256) {
        ProposalRecord storage record = _knownProposal(proposalId);
        _requireStatus(proposalId, record, ICarbonCredits.ProposalStatus.ATTESTED);
        _requireValid(proposalId, record);
        return _mintProposal(proposalId, record);
    }

    /// @dev See ICarbonCredits.
    function proposal(
        uint256 proposalId
    )
        external
        view
        returns (
            ICarbonCredits.Issuance memory issuance,
            ICarbonCredits.ProposalStatus status,
            address proposer,
            address verifier
        )
    {
        ProposalRecord storage record = _knownProposal(proposalId);
        issuance.projectId = record.projectId;
        issuance.serialNamespace = record.serialNamespace;
        issuance.blockStart = record.blockStart;
        issuance.blockEnd = record.blockEnd;
        issuance.vintageStart = record.vintageStart;
        issuance.vintageEnd = record.vintageEnd;
        issuance.recipient = record.recipient;
        issuance.reportHash = record.reportHash;
        issuance.bufferBps = record.bufferBps;
        issuance.monitoringStart = record.monitoringStart;
        issuance.monitoringEnd = record.monitoringEnd;
        issuance.methodology = record.methodology;
        issuance.conversionRef = record.conversionRef;
        return (issuance, record.status, record.proposer, record.verifier);
    }

    /// @dev See ICarbonCredits.
    function serialsTaken(
        string calldata serialNamespace,
        uint40 blockStart,
        uint40 blockEnd
    ) external view returns (bool taken, uint40 takenStart, uint40 takenEnd) {
        if (blockStart > blockEnd) revert ICarbonCredits.CarbonCredits_BlockReversed(blockStart, blockEnd);
        return _layout().serials[keccak256(bytes(serialNamespace))].overlapping(blockStart, blockEnd);
    }

    /// @dev See ICarbonCredits.
    function serialNeighbours(
        string calldata serialNamespace,
        uint40 serial
    ) external view returns (bool taken, uint40 belowStart, uint40 belowEnd, uint40 aboveStart, uint40 aboveEnd) {
        SerialIntervals.Set storage set = _layout().serials[keccak256(bytes(serialNamespace))];
        bool found;
        (found, belowStart) = set.floor(serial);
        if (found) belowEnd = set.ends[belowStart];
        taken = found && serial <= belowEnd;
        (found, aboveStart) = set.higher(serial);
        if (found) aboveEnd = set.ends[aboveStart];
    }

    /// @dev See ICarbonCredits.
    function conversionBatch(bytes32 conversionRef) external view returns (uint256) {
        return _layout().conversionBatches[conversionRef];
    }

    function _withdraw(uint256 proposalId, ProposalRecord storage record) private {
        record.status = ICarbonCredits.ProposalStatus.WITHDRAWN;
        emit ICarbonCredits.IssuanceWithdrawn(proposalId, _msgSender());
    }

    /// @dev A proposal that waits for a verdict, for a verifier who did not propose it.
    function _proposalForVerdict(uint256 proposalId) private view returns (ProposalRecord storage record) {
        record = _knownProposal(proposalId);
        _requireStatus(proposalId, record, ICarbonCredits.ProposalStatus.PROPOSED);
        if (record.proposer == _msgSender()) revert ICarbonCredits.CarbonCredits_VerifierIsProposer(_msgSender());
    }

    function _ownProposal(uint256 proposalId) private view returns (ProposalRecord storage record) {
        record = _knownProposal(proposalId);
        if (record.proposer != _msgSender())
            revert ICarbonCredits.CarbonCredits_NotProposer(_msgSender(), record.proposer);
    }

    function _knownProposal(uint256 proposalId) private view returns (ProposalRecord storage record) {
        Layout storage $ = _layout();
        record = $.proposals[proposalId];
        if (record.status == ICarbonCredits.ProposalStatus.NONE)
            revert ICarbonCredits.CarbonCredits_UnknownProposal(proposalId, $.proposalCount);
    }

    /// @dev An attested proposal is still open: nothing has been minted.
    function _requireOpen(uint256 proposalId, ProposalRecord storage record) private view {
        if (record.status != ICarbonCredits.ProposalStatus.ATTESTED)
            _requireStatus(proposalId, record, ICarbonCredits.ProposalStatus.PROPOSED);
    }

    function _requireStatus(
        uint256 proposalId,
        ProposalRecord storage record,
        ICarbonCredits.ProposalStatus required
    ) private view {
        ICarbonCredits.ProposalStatus actual = record.status;
        if (actual != required) revert ICarbonCredits.CarbonCredits_WrongStatus(proposalId, actual, required);
    }

    function _requireValid(uint256 proposalId, ProposalRecord storage record) private view {
        uint256 expiresAt = record.proposedAt + RegistryFields.PROPOSAL_LIFE;
        if (block.timestamp >= expiresAt) revert ICarbonCredits.CarbonCredits_ProposalExpired(proposalId, expiresAt);
    }
}
