// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { SerialIntervals } from "../libraries/SerialIntervals.sol";

/// @title CarbonCreditsStorage
/// @notice Everything the credit registry stores, in one ERC-7201 namespace.
abstract contract CarbonCreditsStorage {
    /// @dev An issuance proposal; once issued it also holds what never changes about the batch.
    struct ProposalRecord {
        uint64 projectId;
        uint40 blockStart;
        uint40 blockEnd;
        uint40 vintageStart;
        uint40 vintageEnd;
        ICarbonCredits.ProposalStatus status;
        address recipient;
        address proposer;
        address verifier;
        bytes32 reportHash;
        string serialNamespace;
    }

    /// @dev What changes about a batch, in one slot. `proposalId` is zero for an unknown batch.
    struct BatchRecord {
        uint64 proposalId;
        uint40 issuedAt;
        uint64 retiredUnits;
        uint64 cancelledUnits;
    }

    /// @dev A retirement. The batch id is split into its project and its number to save a slot.
    struct RetirementRecord {
        address account;
        uint64 units;
        uint32 batchNumber;
        address beneficiary;
        uint64 firstUnit;
        ICarbonCredits.Purpose purpose;
        bytes2 consumptionCountry;
        uint64 projectId;
        uint40 retiredAt;
        uint40 periodStart;
        uint40 periodEnd;
        bytes32 beneficiaryRef;
        string statement;
    }

    /// @custom:storage-location erc7201:carbonxchange.storage.CarbonCredits
    struct Layout {
        address gate;
        uint64 projectCount;
        address certificate;
        uint64 proposalCount;
        uint256 retirementCount;
        string uriPrefix;
        mapping(uint64 projectId => ICarbonCredits.Project) projects;
        mapping(bytes32 registryAndNativeId => uint64 projectId) projectIds;
        mapping(uint64 projectId => uint32) batchCounts;
        mapping(uint256 proposalId => ProposalRecord) proposals;
        mapping(uint256 batchId => BatchRecord) batches;
        mapping(uint256 retirementId => RetirementRecord) retirements;
        mapping(bytes32 namespaceHash => SerialIntervals.Set) serials;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.CarbonCredits")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x71628919f64191f5ae97cab53c0af48e68c66b6eb39147050c7d6308e20ac900;

    function _layout() internal pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }
}
