// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { IGuardianFreeze } from "../interfaces/IGuardianFreeze.sol";
import { CreditToken } from "./CreditToken.sol";

/// @title CreditRestrictions
/// @notice Freezes, transfers by force of law and suspensions, and the views that foretell and explain a refusal.
abstract contract CreditRestrictions is CreditToken {
    /// @dev How far ahead the buffer may suspend a batch.
    uint256 private constant MAX_SUSPENSION = 90 days;

    uint8 private constant NONE = 0;
    uint8 private constant SENDER_BLOCKED = 30;
    uint8 private constant RECIPIENT_BLOCKED = 31;
    uint8 private constant BATCH_SUSPENDED = 40;
    uint8 private constant UNITS_FROZEN = 41;
    uint8 private constant UNKNOWN_BATCH = 42;

    /// @dev See ICarbonCredits.
    function setSuspended(uint256 batchId, uint40 until) external {
        Layout storage $ = _layout();
        if (_msgSender() != $.buffer) revert ICarbonCredits.CarbonCredits_OnlyBuffer(_msgSender(), $.buffer);
        uint256 latest = block.timestamp + MAX_SUSPENSION;
        if (until > latest) revert ICarbonCredits.CarbonCredits_SuspensionTooLong(until, latest);
        _watch(batchId);
        $.suspendedUntil[batchId] = until;
        emit ICarbonCredits.BatchSuspended(batchId, until);
    }

    /// @dev See IERC7943MultiToken.
    function setFrozenTokens(address account, uint256 tokenId, uint256 amount) external restricted returns (bool) {
        _freeze(account, tokenId, amount);
        return true;
    }

    /// @dev See IGuardianFreeze.
    function freezeTokens(address account, uint256 tokenId, uint256 amount) external restricted {
        uint256 frozen = _layout().frozenUnits[account][tokenId];
        if (amount <= frozen) {
            revert IGuardianFreeze.CarbonCredits_FreezeNotRaised(account, tokenId, amount, frozen);
        }
        _freeze(account, tokenId, amount);
    }

    /// @dev See IERC7943MultiToken. No callback to the recipient, so that none can refuse or interfere.
    function forcedTransfer(
        address from,
        address to,
        uint256 tokenId,
        uint256 amount
    ) external restricted returns (bool) {
        if (from == address(0)) revert IERC1155Errors.ERC1155InvalidSender(from);
        if (to == address(0)) revert IERC1155Errors.ERC1155InvalidReceiver(to);
        if (!_mayMove(to)) revert IERC7943MultiToken.ERC7943CannotReceive(to);
        _requireNotSuspended(tokenId);
        uint256 balance = balanceOf(from, tokenId);
        if (amount > balance) revert IERC1155Errors.ERC1155InsufficientBalance(from, balance, amount, tokenId);
        uint256 frozen = _layout().frozenUnits[from][tokenId];
        uint256 unfrozen = balance > frozen ? balance - frozen : 0;
        // before the transfer, whose event an observer would else find against a freeze
        if (amount > unfrozen) _setFrozen(from, tokenId, frozen - (amount - unfrozen));

        (uint256[] memory ids, uint256[] memory values) = (new uint256[](1), new uint256[](1));
        (ids[0], values[0]) = (tokenId, amount);
        ERC1155Upgradeable._update(from, to, ids, values);
        emit IERC7943MultiToken.ForcedTransfer(from, to, tokenId, amount);
        return true;
    }

    /// @dev See IERC7943MultiToken.
    function canSend(address account) external view returns (bool) {
        return _mayMove(account);
    }

    /// @dev See IERC7943MultiToken.
    function canReceive(address account) external view returns (bool) {
        return _mayMove(account);
    }

    /// @dev See IERC7943MultiToken.
    function canTransfer(address from, address to, uint256 tokenId, uint256 amount) external view returns (bool) {
        uint8 code = detectTransferRestriction(from, to, tokenId, amount);
        // that a batch does not exist is the base token's business: nobody has a balance of it
        return code == NONE || code == UNKNOWN_BATCH;
    }

    /// @dev See IERC7943MultiToken.
    function getFrozenTokens(address account, uint256 tokenId) external view returns (uint256) {
        return _layout().frozenUnits[account][tokenId];
    }

    /// @dev See ICarbonCredits.
    function suspendedUntil(uint256 batchId) external view returns (uint40) {
        return _layout().suspendedUntil[batchId];
    }

    /// @dev See ITransferRestrictions.
    function detectTransferRestriction(
        address from,
        address to,
        uint256 tokenId,
        uint256 value
    ) public view returns (uint8) {
        if (!_mayMove(from)) return SENDER_BLOCKED;
        if (!_mayMove(to)) return RECIPIENT_BLOCKED;
        Layout storage $ = _layout();
        if ($.batches[tokenId].proposalId == 0) return UNKNOWN_BATCH;
        if (block.timestamp < $.suspendedUntil[tokenId]) return BATCH_SUSPENDED;
        uint256 frozen = $.frozenUnits[from][tokenId];
        if (frozen == 0 || value == 0) return NONE;
        uint256 balance = from == address(0) ? 0 : balanceOf(from, tokenId);
        uint256 unfrozen = balance > frozen ? balance - frozen : 0;
        return value > unfrozen ? UNITS_FROZEN : NONE;
    }

    /// @dev See ITransferRestrictions.
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        if (code == NONE) return "No restriction";
        if (code == SENDER_BLOCKED) return "The sender is frozen or on a sanctions list";
        if (code == RECIPIENT_BLOCKED) return "The recipient is frozen or on a sanctions list";
        if (code == BATCH_SUSPENDED) return "The batch is suspended while a reversal is investigated";
        if (code == UNITS_FROZEN) return "Units of the sender are frozen and the rest is too little";
        if (code == UNKNOWN_BATCH) return "No such batch was issued";
        return "No such restriction";
    }

    /// @dev Without its answer the gate lets nobody through; unlike a call, this cannot revert.
    function _mayMove(address account) private view returns (bool) {
        (bool ok, bytes memory answer) = _layout().gate.staticcall(
            abi.encodeCall(IComplianceGate.isBlocked, (account))
        );
        return ok && answer.length == 32 && uint256(bytes32(answer)) == 0;
    }

    /// @dev From here on movements of the batch look up freezes and suspension.
    function _watch(uint256 batchId) private {
        BatchRecord storage record = _layout().batches[batchId];
        if (record.proposalId == 0) revert ICarbonCredits.CarbonCredits_UnknownBatch(batchId);
        record.watched = true;
    }

    /// @dev Sets what is frozen of a batch that exists.
    function _freeze(address account, uint256 tokenId, uint256 amount) private {
        if (account == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        _watch(tokenId);
        _setFrozen(account, tokenId, amount);
    }

    function _setFrozen(address account, uint256 tokenId, uint256 amount) private {
        _layout().frozenUnits[account][tokenId] = amount;
        emit IERC7943MultiToken.Frozen(account, tokenId, amount);
    }
}
