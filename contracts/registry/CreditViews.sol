// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CreditToken } from "./CreditToken.sol";

/// @title CreditViews
/// @notice What is on record about batches and retirements.
abstract contract CreditViews is CreditToken {
    /// @dev See ICarbonCredits.
    function batch(uint256 batchId) external view returns (ICarbonCredits.Batch memory) {
        BatchRecord storage record = _knownBatch(batchId);
        ProposalRecord storage source = _layout().proposals[record.proposalId];
        return
            ICarbonCredits.Batch({
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

    /// @dev See ICarbonCredits.
    function proposalOf(uint256 batchId) external view returns (uint256) {
        return _knownBatch(batchId).proposalId;
    }

    /// @dev See ICarbonCredits.
    function retirement(uint256 retirementId) external view returns (ICarbonCredits.Retirement memory) {
        RetirementRecord storage record = _knownRetirement(retirementId);
        return
            ICarbonCredits.Retirement({
                batchId: _batchId(record.projectId, record.batchNumber),
                account: record.account,
                units: record.units,
                firstUnit: record.firstUnit,
                retiredAt: record.retiredAt,
                details: ICarbonCredits.RetirementDetails({
                    beneficiary: record.beneficiary,
                    beneficiaryRef: record.beneficiaryRef,
                    purpose: record.purpose,
                    consumptionCountry: record.consumptionCountry,
                    periodStart: record.periodStart,
                    periodEnd: record.periodEnd,
                    statement: record.statement,
                    claim: record.claim
                })
            });
    }

    /// @dev See ICarbonCredits.
    function beneficiaryOf(uint256 retirementId) external view returns (address) {
        return _layout().retirements[retirementId].beneficiary;
    }

    /// @dev See ICarbonCredits.
    function portionsOf(uint256 retirementId) external view returns (ICarbonCredits.RetiredPortion[] memory portions) {
        RetirementRecord storage first = _knownRetirement(retirementId);
        PortionRecord[] storage more = _layout().morePortions[retirementId];
        portions = new ICarbonCredits.RetiredPortion[](more.length + 1);
        portions[0] = ICarbonCredits.RetiredPortion(
            _batchId(first.projectId, first.batchNumber),
            first.units,
            first.firstUnit
        );
        for (uint256 i = 0; i < more.length; ++i) {
            portions[i + 1] = ICarbonCredits.RetiredPortion(
                _batchId(more[i].projectId, more[i].batchNumber),
                more[i].units,
                more[i].firstUnit
            );
        }
    }

    /// @dev See ICarbonCredits.
    function totalSupply(uint256 batchId) external view returns (uint256) {
        BatchRecord storage record = _layout().batches[batchId];
        if (record.proposalId == 0) return 0;
        return uint256(_issuedUnits(record.proposalId)) - record.retiredUnits - record.cancelledUnits;
    }

    /// @dev See ICarbonCredits.
    function counts() external view returns (uint64 projects, uint256 proposals, uint256 retirements) {
        Layout storage $ = _layout();
        return ($.projectCount, $.proposalCount, $.retirementCount);
    }

    /// @dev See ICarbonCredits.
    function links() external view returns (address gate, address certificate) {
        Layout storage $ = _layout();
        return ($.gate, $.certificate);
    }

    /// @dev See ICarbonCredits.
    function buffer() external view returns (address) {
        return _layout().buffer;
    }

    /// @dev See ICarbonCredits.
    function isConvertedOut(bytes32 conversionRef) external view returns (bool) {
        return _layout().convertedOut[conversionRef];
    }

    function _knownBatch(uint256 batchId) internal view returns (BatchRecord storage record) {
        record = _layout().batches[batchId];
        if (record.proposalId == 0) revert ICarbonCredits.CarbonCredits_UnknownBatch(batchId);
    }

    function _knownRetirement(uint256 retirementId) private view returns (RetirementRecord storage) {
        Layout storage $ = _layout();
        uint256 last = $.retirementCount;
        if (retirementId == 0 || retirementId > last)
            revert ICarbonCredits.CarbonCredits_UnknownRetirement(retirementId, last);
        return $.retirements[retirementId];
    }

    function _batchId(uint64 projectId, uint32 number) private pure returns (uint256) {
        return (uint256(projectId) << 128) | number;
    }
}
