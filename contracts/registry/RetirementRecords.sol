// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IERC8393 } from "../interfaces/IERC8393.sol";
import { IRetirementCertificate } from "../interfaces/IRetirementCertificate.sol";
import { CreditToken } from "./CreditToken.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title RetirementRecords
/// @notice Burns units and writes down which serials they were.
/// @dev One cursor per batch, retired + cancelled units, walks its block from the lowest serial up. Both ways of leaving
/// circulation move it, so no unit of the block is ever named twice.
abstract contract RetirementRecords is CreditToken {
    /// @dev A retirement of several portions, all of them `holder`'s, as `account`'s.
    function _retireAll(
        address holder,
        address account,
        ICarbonCredits.Portion[] memory portions,
        ICarbonCredits.RetirementDetails memory stated
    ) internal returns (uint256 retirementId) {
        RegistryFields.requirePortions(portions.length);
        retirementId = ++_layout().retirementCount;
        for (uint256 i = 0; i < portions.length; ++i) {
            _retirePortion(retirementId, holder, account, portions[i], stated, i == 0);
        }
        _mintCertificate(stated.beneficiary, retirementId);
    }

    /// @dev Burns one portion and records it: the first with what was stated, any other in a slot of its own.
    function _retirePortion(
        uint256 retirementId,
        address holder,
        address account,
        ICarbonCredits.Portion memory portion,
        ICarbonCredits.RetirementDetails memory stated,
        bool isFirst
    ) internal {
        Layout storage $ = _layout();
        BatchRecord storage record = _requireHeld(holder, portion.batchId, portion.units);
        uint64 firstUnit = record.retiredUnits + record.cancelledUnits;
        uint64 batchRetiredUnits = record.retiredUnits + portion.units;
        record.retiredUnits = batchRetiredUnits;
        $.retiredUnits[account][portion.batchId] += portion.units;
        if (isFirst) _writeFirst($.retirements[retirementId], account, portion, firstUnit, stated);
        else _writeFurther($.morePortions[retirementId], portion, firstUnit);
        _burn(holder, portion.batchId, portion.units);
        emit ICarbonCredits.Retired(
            retirementId,
            portion.batchId,
            account,
            portion.units,
            firstUnit,
            batchRetiredUnits,
            stated
        );
        emit IERC8393.CreditRetired(account, portion.batchId, portion.units);
    }

    /// @dev The certificate calls nobody back.
    function _mintCertificate(address beneficiary, uint256 retirementId) internal {
        IRetirementCertificate(_certificate()).mint(beneficiary, retirementId);
    }

    /// @dev The details as they will be recorded. Reverts when they are out of bounds or the beneficiary is blocked.
    function _resolve(
        ICarbonCredits.RetirementDetails calldata details,
        address account
    ) internal view returns (ICarbonCredits.RetirementDetails memory stated) {
        RegistryFields.requireDetails(details);
        stated = details;
        if (stated.beneficiary == address(0)) stated.beneficiary = account;
        if (stated.beneficiary != account) _requireNotBlocked(stated.beneficiary);
    }

    function _certificate() internal view returns (address certificate) {
        certificate = _layout().certificate;
        if (certificate == address(0)) revert ICarbonCredits.CarbonCredits_CertificateNotSet();
    }

    function _writeFirst(
        RetirementRecord storage record,
        address account,
        ICarbonCredits.Portion memory portion,
        uint64 firstUnit,
        ICarbonCredits.RetirementDetails memory stated
    ) private {
        record.account = account;
        record.units = portion.units;
        // safe: the lower half of a batch id is a uint32 counter
        record.batchNumber = uint32(portion.batchId);
        record.beneficiary = stated.beneficiary;
        record.firstUnit = firstUnit;
        record.purpose = stated.purpose;
        record.consumptionCountry = stated.consumptionCountry;
        // safe: the upper half of a batch id is a uint64
        record.projectId = uint64(portion.batchId >> 128);
        // safe: 40 bits of seconds last beyond the year 36000
        record.retiredAt = uint40(block.timestamp);
        record.periodStart = stated.periodStart;
        record.periodEnd = stated.periodEnd;
        record.claim = stated.claim;
        // a fresh record is zero already, and writing that again costs a slot's read
        if (stated.beneficiaryRef != 0) record.beneficiaryRef = stated.beneficiaryRef;
        if (bytes(stated.statement).length != 0) record.statement = stated.statement;
    }

    function _writeFurther(
        PortionRecord[] storage records,
        ICarbonCredits.Portion memory portion,
        uint64 firstUnit
    ) private {
        records.push(
            PortionRecord({
                // safe, both: a batch id is a uint64 above a uint32 counter
                projectId: uint64(portion.batchId >> 128),
                batchNumber: uint32(portion.batchId),
                units: portion.units,
                firstUnit: firstUnit
            })
        );
    }
}
