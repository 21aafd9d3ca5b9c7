// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IPendingRetirements } from "../interfaces/IPendingRetirements.sol";
import { RegistryFields } from "./RegistryFields.sol";
import { RetirementRecords } from "./RetirementRecords.sol";

/// @title PendingRetirements
/// @notice Retirements that wait for the source registry; see `IPendingRetirements`.
abstract contract PendingRetirements is RetirementRecords {
    /// @dev After this the holder needs nobody to get units back.
    uint256 private constant CONFIRMATION_TIME = 30 days;

    /// @dev See IPendingRetirements.
    function setConfirmationRequired(uint64 projectId, bool required) external restricted {
        _requireProject(projectId);
        _layout().needsConfirmation[projectId] = required;
        emit IPendingRetirements.ConfirmationRequired(projectId, required);
    }

    /// @dev See IPendingRetirements.
    function requestRetirement(
        address account,
        ICarbonCredits.Portion[] calldata portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external returns (uint256 requestId) {
        ICarbonCredits.RetirementDetails memory stated = _resolve(details, account);
        _requireMayActFor(account);
        RegistryFields.requirePortions(portions.length);

        Layout storage $ = _layout();
        requestId = ++$.requestCount;
        RequestRecord storage request = $.requests[requestId];
        request.account = account;
        // safe: 40 bits of seconds last beyond the year 36000
        request.requestedAt = uint40(block.timestamp);
        request.status = IPendingRetirements.RequestStatus.PENDING;
        request.details = stated;
        for (uint256 i = 0; i < portions.length; ++i) {
            request.portions.push(portions[i]);
            _requireHeld(account, portions[i].batchId, portions[i].units);
            _hold(account, portions[i]);
        }
        emit IPendingRetirements.RetirementRequested(requestId, account, portions, stated);
    }

    /// @dev See IPendingRetirements.
    function confirmRetirement(uint256 requestId) external restricted returns (uint256 retirementId) {
        RequestRecord storage request = _pending(requestId);
        address account = request.account;
        ICarbonCredits.RetirementDetails memory stated = request.details;
        _requireNotBlocked(account);
        if (stated.beneficiary != account) _requireNotBlocked(stated.beneficiary);
        request.status = IPendingRetirements.RequestStatus.FINAL;
        retirementId = _retireAll(address(this), account, request.portions, stated);
        emit IPendingRetirements.RetirementConfirmed(requestId, retirementId);
    }

    /// @dev See IPendingRetirements.
    function revertRetirement(uint256 requestId, string calldata reason) external restricted {
        RegistryFields.requireText(reason, "reason", RegistryFields.MAX_STATEMENT);
        _giveBack(requestId, _pending(requestId), reason);
    }

    /// @dev See IPendingRetirements.
    function reclaimRetirement(uint256 requestId) external {
        RequestRecord storage request = _pending(requestId);
        address account = request.account;
        if (_msgSender() != account) revert IPendingRetirements.CarbonCredits_NotRequester(_msgSender(), account);
        uint256 reclaimableAt = request.requestedAt + CONFIRMATION_TIME;
        if (block.timestamp < reclaimableAt)
            revert IPendingRetirements.CarbonCredits_ConfirmationOpen(requestId, reclaimableAt);
        _giveBack(requestId, request, "");
    }

    /// @dev See IPendingRetirements.
    function isConfirmationRequired(uint64 projectId) external view returns (bool) {
        return _layout().needsConfirmation[projectId];
    }

    /// @dev See IPendingRetirements.
    function retirementRequest(uint256 requestId) external view returns (IPendingRetirements.Request memory) {
        RequestRecord storage request = _request(requestId);
        return
            IPendingRetirements.Request({
                account: request.account,
                requestedAt: request.requestedAt,
                status: request.status,
                portions: request.portions,
                details: request.details
            });
    }

    /// @dev Without a callback: the registry is its own recipient.
    function _hold(address account, ICarbonCredits.Portion calldata portion) private {
        (uint256[] memory ids, uint256[] memory values) = _single(portion.batchId, portion.units);
        _update(account, address(this), ids, values);
    }

    /// @dev To a holder frozen since as well: the units are his, and stay where they are by his own freeze. Without a
    /// callback, so that no recipient can hold the registry up.
    function _giveBack(uint256 requestId, RequestRecord storage request, string memory reason) private {
        request.status = IPendingRetirements.RequestStatus.REVERTED;
        address account = request.account;
        ICarbonCredits.Portion[] memory portions = request.portions;
        for (uint256 i = 0; i < portions.length; ++i) {
            (uint256[] memory ids, uint256[] memory values) = _single(portions[i].batchId, portions[i].units);
            _requireMovable(address(this), account, ids, values);
            ERC1155Upgradeable._update(address(this), account, ids, values);
        }
        emit IPendingRetirements.RetirementReverted(requestId, account, reason);
    }

    function _single(
        uint256 batchId,
        uint64 units
    ) private pure returns (uint256[] memory ids, uint256[] memory values) {
        (ids, values) = (new uint256[](1), new uint256[](1));
        (ids[0], values[0]) = (batchId, units);
    }

    function _pending(uint256 requestId) private view returns (RequestRecord storage request) {
        request = _request(requestId);
        if (request.status != IPendingRetirements.RequestStatus.PENDING)
            revert IPendingRetirements.CarbonCredits_RequestClosed(requestId, request.status);
    }

    function _request(uint256 requestId) private view returns (RequestRecord storage) {
        uint256 last = _layout().requestCount;
        if (requestId == 0 || requestId > last)
            revert IPendingRetirements.CarbonCredits_UnknownRequest(requestId, last);
        return _layout().requests[requestId];
    }
}
