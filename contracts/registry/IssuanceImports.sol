// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import { BitMaps } from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IIssuanceImports } from "../interfaces/IIssuanceImports.sol";
import { BatchMinting } from "./BatchMinting.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title IssuanceImports
/// @notice Issuances by the thousand under one verdict; see `IIssuanceImports`.
abstract contract IssuanceImports is BatchMinting {
    using BitMaps for BitMaps.BitMap;

    /// @dev See IIssuanceImports.
    function proposeImport(bytes32 root, uint32 count, bytes32 reportHash) external restricted {
        if (root == 0) revert ICarbonCredits.CarbonCredits_EmptyField("root");
        if (count == 0) revert ICarbonCredits.CarbonCredits_EmptyField("count");
        if (reportHash == 0) revert ICarbonCredits.CarbonCredits_EmptyField("reportHash");
        ImportRecord storage record = _layout().imports[root];
        if (record.status != ICarbonCredits.ProposalStatus.NONE)
            revert IIssuanceImports.CarbonCredits_ImportExists(root);
        record.proposer = _msgSender();
        // safe: 40 bits of seconds last beyond the year 36000
        record.proposedAt = uint40(block.timestamp);
        record.count = count;
        record.status = ICarbonCredits.ProposalStatus.PROPOSED;
        record.reportHash = reportHash;
        emit IIssuanceImports.ImportProposed(root, _msgSender(), count, reportHash);
    }

    /// @dev See IIssuanceImports.
    function withdrawImport(bytes32 root) external {
        ImportRecord storage record = _known(root);
        if (record.proposer != _msgSender())
            revert ICarbonCredits.CarbonCredits_NotProposer(_msgSender(), record.proposer);
        if (record.status != ICarbonCredits.ProposalStatus.ATTESTED)
            _requireImport(root, record, ICarbonCredits.ProposalStatus.PROPOSED);
        record.status = ICarbonCredits.ProposalStatus.WITHDRAWN;
        emit IIssuanceImports.ImportWithdrawn(root, _msgSender());
    }

    /// @dev See IIssuanceImports.
    function attestImport(bytes32 root, bytes32 reportHash) external restricted {
        ImportRecord storage record = _importForVerdict(root);
        _requireCurrent(root, record);
        if (reportHash != record.reportHash)
            revert ICarbonCredits.CarbonCredits_ReportMismatch(reportHash, record.reportHash);
        record.status = ICarbonCredits.ProposalStatus.ATTESTED;
        record.verifier = _msgSender();
        emit IIssuanceImports.ImportAttested(root, _msgSender(), reportHash);
    }

    /// @dev See IIssuanceImports.
    function refuseImport(bytes32 root, string calldata reason) external restricted {
        ImportRecord storage record = _importForVerdict(root);
        RegistryFields.requireText(reason, "reason", RegistryFields.MAX_STATEMENT);
        record.status = ICarbonCredits.ProposalStatus.REFUSED;
        record.verifier = _msgSender();
        emit IIssuanceImports.ImportRefused(root, _msgSender(), reason);
    }

    /// @dev See IIssuanceImports. Each leaf gets a proposal of its own, proposed and attested in the same breath, so that a
    /// batch can be traced in one way only.
    function issueLeaf(
        bytes32 root,
        uint32 index,
        ICarbonCredits.Issuance calldata issuance,
        bytes32[] calldata proof
    ) external restricted returns (uint256 batchId) {
        ImportRecord storage record = _known(root);
        _requireImport(root, record, ICarbonCredits.ProposalStatus.ATTESTED);
        _requireCurrent(root, record);
        if (index >= record.count) revert IIssuanceImports.CarbonCredits_LeafOutOfRange(index, record.count);
        if (record.issued.get(index)) revert IIssuanceImports.CarbonCredits_LeafIssued(root, index);
        if (!MerkleProof.verifyCalldata(proof, root, leafHash(index, issuance)))
            revert IIssuanceImports.CarbonCredits_BadProof(root, index);
        _requireIssuable(issuance);

        record.issued.set(index);
        uint32 issuedCount = ++record.issuedCount;
        batchId = _mintLeaf(issuance, record);
        emit IIssuanceImports.LeafIssued(root, index, batchId, issuedCount);
    }

    /// @dev See IIssuanceImports.
    function issuanceImport(bytes32 root) external view returns (IIssuanceImports.Import memory) {
        ImportRecord storage record = _known(root);
        return
            IIssuanceImports.Import({
                proposer: record.proposer,
                proposedAt: record.proposedAt,
                count: record.count,
                issuedCount: record.issuedCount,
                status: record.status,
                verifier: record.verifier,
                reportHash: record.reportHash
            });
    }

    /// @dev See IIssuanceImports.
    function isLeafIssued(bytes32 root, uint32 index) external view returns (bool) {
        return _layout().imports[root].issued.get(index);
    }

    /// @dev See IIssuanceImports.
    function leafHash(uint32 index, ICarbonCredits.Issuance calldata issuance) public pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, issuance))));
    }

    function _mintLeaf(
        ICarbonCredits.Issuance calldata issuance,
        ImportRecord storage source
    ) private returns (uint256) {
        uint256 proposalId = _record(issuance, source.proposer);
        ProposalRecord storage record = _layout().proposals[proposalId];
        record.verifier = source.verifier;
        emit ICarbonCredits.IssuanceAttested(proposalId, source.verifier, issuance.reportHash);
        return _mintProposal(proposalId, record);
    }

    function _importForVerdict(bytes32 root) private view returns (ImportRecord storage record) {
        record = _known(root);
        _requireImport(root, record, ICarbonCredits.ProposalStatus.PROPOSED);
        if (record.proposer == _msgSender()) revert ICarbonCredits.CarbonCredits_VerifierIsProposer(_msgSender());
    }

    function _known(bytes32 root) private view returns (ImportRecord storage record) {
        record = _layout().imports[root];
        if (record.status == ICarbonCredits.ProposalStatus.NONE)
            revert IIssuanceImports.CarbonCredits_UnknownImport(root);
    }

    function _requireImport(
        bytes32 root,
        ImportRecord storage record,
        ICarbonCredits.ProposalStatus required
    ) private view {
        ICarbonCredits.ProposalStatus actual = record.status;
        if (actual != required) revert IIssuanceImports.CarbonCredits_ImportStatus(root, actual, required);
    }

    function _requireCurrent(bytes32 root, ImportRecord storage record) private view {
        uint256 expiresAt = record.proposedAt + RegistryFields.PROPOSAL_LIFE;
        if (block.timestamp >= expiresAt) revert IIssuanceImports.CarbonCredits_ImportExpired(root, expiresAt);
    }
}
