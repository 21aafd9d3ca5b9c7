// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IPendingRetirements } from "../interfaces/IPendingRetirements.sol";
import { RetirementRecords } from "./RetirementRecords.sol";

/// @title Retirements
/// @notice Retires at once: one batch, many, or what a custodian holds for another.
abstract contract Retirements is RetirementRecords {
    /// @dev See ICarbonCredits.
    function retire(
        address account,
        uint256 batchId,
        uint64 units,
        ICarbonCredits.RetirementDetails calldata details
    ) external returns (uint256 retirementId) {
        ICarbonCredits.RetirementDetails memory stated = _resolve(details, account);
        retirementId = _retireOne(account, ICarbonCredits.Portion(batchId, units), stated);
    }

    /// @dev See IERC8393.
    function retire(uint256 tokenId, address account, uint256 amount) external {
        ICarbonCredits.RetirementDetails memory stated;
        stated.beneficiary = account;
        stated.purpose = ICarbonCredits.Purpose.OTHER;
        if (amount > type(uint64).max) {
            revert ICarbonCredits.CarbonCredits_InsufficientUnits(balanceOf(account, tokenId), amount);
        }
        // safe: checked above
        _retireOne(account, ICarbonCredits.Portion(tokenId, uint64(amount)), stated);
    }

    /// @dev See ICarbonCredits.
    function retireMany(
        address account,
        ICarbonCredits.Portion[] calldata portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external returns (uint256 retirementId) {
        ICarbonCredits.RetirementDetails memory stated = _resolve(details, account);
        _requireMayActFor(account);
        _requireNoneWaits(portions);
        retirementId = _retireAll(account, account, portions, stated);
    }

    /// @dev See ICarbonCredits.
    function retireHeld(
        address retiree,
        ICarbonCredits.Portion[] calldata portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external restricted returns (uint256 retirementId) {
        if (retiree == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        ICarbonCredits.RetirementDetails memory stated = _resolve(details, retiree);
        _requireNotBlocked(retiree);
        address custodian = _msgSender();
        _requireMayActFor(custodian);
        _requireNoneWaits(portions);
        retirementId = _retireAll(custodian, retiree, portions, stated);
        emit ICarbonCredits.RetiredFromCustody(retirementId, custodian, retiree);
    }

    function _retireOne(
        address account,
        ICarbonCredits.Portion memory portion,
        ICarbonCredits.RetirementDetails memory stated
    ) private returns (uint256 retirementId) {
        _requireMayActFor(account);
        _requireNoWait(portion.batchId);
        retirementId = ++_layout().retirementCount;
        _retirePortion(retirementId, account, account, portion, stated, true);
        _mintCertificate(stated.beneficiary, retirementId);
    }

    function _requireNoneWaits(ICarbonCredits.Portion[] calldata portions) private view {
        for (uint256 i = 0; i < portions.length; ++i) _requireNoWait(portions[i].batchId);
    }

    /// @dev Where the source registry must confirm, nothing retires at once.
    function _requireNoWait(uint256 batchId) private view {
        // safe: the upper half of a batch id is a uint64
        uint64 projectId = uint64(batchId >> 128);
        if (_layout().needsConfirmation[projectId])
            revert IPendingRetirements.CarbonCredits_ConfirmationRequired(projectId);
    }
}
