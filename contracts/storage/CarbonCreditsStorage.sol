// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { BitMaps } from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IPendingRetirements } from "../interfaces/IPendingRetirements.sol";
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
        // behind an address, fields fill what its slot left over
        uint40 proposedAt;
        uint16 bufferBps;
        address proposer;
        uint40 monitoringStart;
        uint40 monitoringEnd;
        address verifier;
        bytes32 reportHash;
        string serialNamespace;
        string methodology;
        bytes32 conversionRef;
    }

    /// @dev What changes about a batch, in one slot. `proposalId` is zero for an unknown batch. `watched` says that units of
    /// it were once frozen or the batch suspended: only then does a movement look those two up.
    struct BatchRecord {
        uint64 proposalId;
        uint40 issuedAt;
        uint64 retiredUnits;
        uint64 cancelledUnits;
        bool watched;
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
        // in what the slot left over
        ICarbonCredits.ClaimType claim;
        bytes32 beneficiaryRef;
        string statement;
    }

    /// @dev One of the further portions of a retirement, in one slot; the first stands in its record.
    struct PortionRecord {
        uint64 projectId;
        uint32 batchNumber;
        uint64 units;
        uint64 firstUnit;
    }

    /// @dev A retirement that waits for the source registry's word; the registry contract holds its units meanwhile.
    struct RequestRecord {
        address account;
        uint40 requestedAt;
        IPendingRetirements.RequestStatus status;
        ICarbonCredits.RetirementDetails details;
        ICarbonCredits.Portion[] portions;
    }

    /// @dev Proposals that were handed in as the root of a tree.
    struct ImportRecord {
        address proposer;
        uint40 proposedAt;
        uint32 count;
        ICarbonCredits.ProposalStatus status;
        address verifier;
        uint32 issuedCount;
        bytes32 reportHash;
        BitMaps.BitMap issued;
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
        address buffer;
        mapping(uint256 batchId => uint40) suspendedUntil;
        mapping(address account => mapping(uint256 batchId => uint256)) frozenUnits;
        mapping(uint256 retirementId => PortionRecord[]) morePortions;
        mapping(address account => mapping(uint256 batchId => uint256)) retiredUnits;
        mapping(bytes32 conversionRef => uint256 batchId) conversionBatches;
        mapping(bytes32 conversionRef => bool) convertedOut;
        mapping(uint64 projectId => bool) needsConfirmation;
        uint256 requestCount;
        mapping(uint256 requestId => RequestRecord) requests;
        mapping(bytes32 root => ImportRecord) imports;
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
