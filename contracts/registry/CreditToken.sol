// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { CarbonCreditsStorage } from "../storage/CarbonCreditsStorage.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title CreditToken
/// @notice What every part of the registry stands on: ERC-1155 with one id per batch, and the rules of when units move.
abstract contract CreditToken is ERC1155Upgradeable, AccessManagedUpgradeable, CarbonCreditsStorage {
    /// @dev Minting is checked where it happens; here, both ends of a transfer and whoever moves it, and of everything that
    /// leaves an account whether it may.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0)) {
            if (to != address(0)) {
                _requireNotBlocked(from);
                _requireNotBlocked(to);
                address operator = _msgSender();
                if (operator != from && operator != to) _requireNotBlocked(operator);
            }
            _requireMovable(from, to, ids, values);
        }
        super._update(from, to, ids, values);
    }

    /// @dev Reverts when a batch is suspended or what the account has left unfrozen is too little.
    function _requireMovable(address from, address to, uint256[] memory ids, uint256[] memory values) internal view {
        Layout storage $ = _layout();
        for (uint256 i = 0; i < ids.length; ++i) {
            if (!$.batches[ids[i]].watched) continue;
            // a reversal takes its compensation out of the buffer while the batch is under investigation
            if (to != address(0) || from != $.buffer) _requireNotSuspended(ids[i]);
            _requireUnfrozen(from, ids, values, i);
        }
    }

    /// @dev One id may stand several times in a list: what counts is the sum up to here.
    function _requireUnfrozen(address from, uint256[] memory ids, uint256[] memory values, uint256 index) private view {
        uint256 id = ids[index];
        uint256 frozen = _layout().frozenUnits[from][id];
        if (frozen == 0) return;
        uint256 amount;
        for (uint256 i = 0; i <= index; ++i) {
            if (ids[i] == id) amount += values[i];
        }
        uint256 balance = balanceOf(from, id);
        uint256 unfrozen = balance > frozen ? balance - frozen : 0;
        // above the whole balance the refusal is the base token's
        if (amount > unfrozen && amount <= balance)
            revert IERC7943MultiToken.ERC7943InsufficientUnfrozenBalance(from, id, amount, unfrozen);
    }

    function _requireNotSuspended(uint256 batchId) internal view {
        uint40 until = _layout().suspendedUntil[batchId];
        if (block.timestamp < until) revert ICarbonCredits.CarbonCredits_Suspended(batchId, until);
    }

    function _requireNotBlocked(address account) internal view {
        if (IComplianceGate(_layout().gate).isBlocked(account))
            revert ICarbonCredits.CarbonCredits_AccountBlocked(account);
    }

    /// @dev Whoever acts for `account`, itself or approved for all, and both free to.
    function _requireMayActFor(address account) internal view {
        address caller = _msgSender();
        if (caller != account && !isApprovedForAll(account, caller))
            revert ICarbonCredits.CarbonCredits_NotAuthorised(caller, account);
        _requireNotBlocked(account);
        if (caller != account) _requireNotBlocked(caller);
    }

    /// @dev A batch of which `holder` has `units`.
    function _requireHeld(
        address holder,
        uint256 batchId,
        uint64 units
    ) internal view returns (BatchRecord storage record) {
        record = _layout().batches[batchId];
        if (record.proposalId == 0) revert ICarbonCredits.CarbonCredits_UnknownBatch(batchId);
        if (units == 0) revert ICarbonCredits.CarbonCredits_ZeroUnits();
        uint256 have = balanceOf(holder, batchId);
        if (have < units) revert ICarbonCredits.CarbonCredits_InsufficientUnits(have, units);
    }

    function _requireProject(uint64 projectId) internal view {
        uint64 last = _layout().projectCount;
        if (projectId == 0 || projectId > last) revert ICarbonCredits.CarbonCredits_UnknownProject(projectId, last);
    }

    /// @dev Units minted for an issued proposal.
    function _issuedUnits(uint256 proposalId) internal view returns (uint64) {
        ProposalRecord storage record = _layout().proposals[proposalId];
        // safe: propose bounds the block to 10^9 tonnes, so the product stays below 2^40
        return (uint64(record.blockEnd) - record.blockStart + 1) * RegistryFields.UNITS_PER_TONNE;
    }
}
