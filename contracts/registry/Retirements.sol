// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IRetirementCertificate } from "../interfaces/IRetirementCertificate.sol";
import { CreditToken } from "./CreditToken.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Retirements
/// @notice Takes credits out of circulation, with or without an environmental claim, and names the exact serials.
/// @dev One cursor per batch, retired + cancelled units, walks its block from the lowest serial up. Both ways of leaving
/// circulation move it, so no unit of the block is ever named twice.
abstract contract Retirements is CreditToken {
    /// @inheritdoc ICarbonCredits
    function retire(
        address account,
        uint256 batchId,
        uint64 units,
        RetirementDetails calldata details
    ) external returns (uint256 retirementId) {
        // Checks
        RegistryFields.requireDetails(details);
        BatchRecord storage record = _requireMayConsume(account, batchId, units);
        Layout storage $ = _layout();
        address certificate = $.certificate;
        if (certificate == address(0)) revert CarbonCredits_CertificateNotSet();
        RetirementDetails memory stated = details;
        if (stated.beneficiary == address(0)) stated.beneficiary = account;
        if (stated.beneficiary != account) _requireNotBlocked(stated.beneficiary);

        // Effects
        uint64 firstUnit = record.retiredUnits + record.cancelledUnits;
        uint64 batchRetiredUnits = record.retiredUnits + units;
        record.retiredUnits = batchRetiredUnits;
        retirementId = ++$.retirementCount;
        _writeRetirement($.retirements[retirementId], account, batchId, units, firstUnit, stated);
        _burn(account, batchId, units);
        emit Retired(retirementId, batchId, account, units, firstUnit, batchRetiredUnits, stated);

        // Interaction: the certificate calls nobody back
        IRetirementCertificate(certificate).mint(stated.beneficiary, retirementId);
    }

    /// @inheritdoc ICarbonCredits
    function cancel(
        address account,
        uint256 batchId,
        uint64 units,
        CancellationReason reason,
        string calldata note
    ) external {
        RegistryFields.requireStatement(note);
        BatchRecord storage record = _requireMayConsume(account, batchId, units);

        uint64 firstUnit = record.retiredUnits + record.cancelledUnits;
        uint64 batchCancelledUnits = record.cancelledUnits + units;
        record.cancelledUnits = batchCancelledUnits;
        _burn(account, batchId, units);
        emit Cancelled(batchId, account, units, firstUnit, batchCancelledUnits, reason, note);
    }

    /// @inheritdoc ICarbonCredits
    function retirement(uint256 retirementId) external view returns (Retirement memory) {
        Layout storage $ = _layout();
        uint256 last = $.retirementCount;
        if (retirementId == 0 || retirementId > last) revert CarbonCredits_UnknownRetirement(retirementId, last);
        RetirementRecord storage record = $.retirements[retirementId];
        return
            Retirement({
                batchId: (uint256(record.projectId) << 128) | record.batchNumber,
                account: record.account,
                units: record.units,
                firstUnit: record.firstUnit,
                retiredAt: record.retiredAt,
                details: RetirementDetails({
                    beneficiary: record.beneficiary,
                    beneficiaryRef: record.beneficiaryRef,
                    purpose: record.purpose,
                    consumptionCountry: record.consumptionCountry,
                    periodStart: record.periodStart,
                    periodEnd: record.periodEnd,
                    statement: record.statement
                })
            });
    }

    /// @dev What retirement and cancellation ask alike. Returns the batch.
    function _requireMayConsume(
        address account,
        uint256 batchId,
        uint64 units
    ) private view returns (BatchRecord storage record) {
        record = _layout().batches[batchId];
        if (record.proposalId == 0) revert CarbonCredits_UnknownBatch(batchId);
        if (units == 0) revert CarbonCredits_ZeroUnits();
        address caller = _msgSender();
        if (caller != account && !isApprovedForAll(account, caller))
            revert CarbonCredits_NotAuthorised(caller, account);
        _requireNotBlocked(account);
        if (caller != account) _requireNotBlocked(caller);
        uint256 have = balanceOf(account, batchId);
        if (have < units) revert CarbonCredits_InsufficientUnits(have, units);
    }

    function _writeRetirement(
        RetirementRecord storage record,
        address account,
        uint256 batchId,
        uint64 units,
        uint64 firstUnit,
        RetirementDetails memory stated
    ) private {
        record.account = account;
        record.units = units;
        // safe: the lower half of a batch id is a uint32 counter
        record.batchNumber = uint32(batchId);
        record.beneficiary = stated.beneficiary;
        record.firstUnit = firstUnit;
        record.purpose = stated.purpose;
        record.consumptionCountry = stated.consumptionCountry;
        // safe: the upper half of a batch id is a uint64
        record.projectId = uint64(batchId >> 128);
        // safe: 40 bits of seconds last beyond the year 36000
        record.retiredAt = uint40(block.timestamp);
        record.periodStart = stated.periodStart;
        record.periodEnd = stated.periodEnd;
        record.beneficiaryRef = stated.beneficiaryRef;
        record.statement = stated.statement;
    }
}
