// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title IPendingRetirements
/// @notice Retirement of credits whose source registry must confirm it. The holder asks, the units wait with the registry
/// contract, and end retired or back with the holder; after 30 days without an answer he may take them back himself.
interface IPendingRetirements {
    /// @notice Where a request stands.
    enum RequestStatus {
        NONE,
        PENDING,
        FINAL,
        REVERTED
    }

    /// @param account who asked and held the credits.
    /// @param requestedAt unix seconds.
    /// @param status see `RequestStatus`.
    /// @param portions what was asked to be retired, in kg.
    /// @param details what was stated, with the beneficiary resolved.
    struct Request {
        address account;
        uint40 requestedAt;
        RequestStatus status;
        ICarbonCredits.Portion[] portions;
        ICarbonCredits.RetirementDetails details;
    }

    /// @notice Retirements of the project's credits now need the source registry's word, or no longer do.
    event ConfirmationRequired(uint64 indexed projectId, bool required);
    /// @notice The units of a retirement wait with the registry contract.
    event RetirementRequested(
        uint256 indexed requestId,
        address indexed account,
        ICarbonCredits.Portion[] portions,
        ICarbonCredits.RetirementDetails details
    );
    /// @notice The source registry has retired the credits; the retirement has its number and certificate.
    event RetirementConfirmed(uint256 indexed requestId, uint256 indexed retirementId);
    /// @notice The units went back to the account. `reason` is the registry's; empty when the holder took them back.
    event RetirementReverted(uint256 indexed requestId, address indexed account, string reason);

    error CarbonCredits_ConfirmationRequired(uint64 projectId);
    error CarbonCredits_UnknownRequest(uint256 requestId, uint256 lastRequestId);
    error CarbonCredits_RequestClosed(uint256 requestId, RequestStatus status);
    error CarbonCredits_NotRequester(address caller, address account);
    error CarbonCredits_ConfirmationOpen(uint256 requestId, uint256 reclaimableAt);

    /// @notice Sets whether credits of a project retire at once or by request.
    /// @dev Requires the registry role.
    function setConfirmationRequired(uint64 projectId, bool required) external;

    /// @notice Hands units over to be retired once the source registry confirms. Takes any batch, also of projects that
    /// need no confirmation.
    /// @dev Caller is the account or approved by it for all. At most 100 portions, in kg.
    function requestRetirement(
        address account,
        ICarbonCredits.Portion[] calldata portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external returns (uint256 requestId);

    /// @notice Makes a requested retirement final, with serials and certificate.
    /// @dev Requires the registry role.
    function confirmRetirement(uint256 requestId) external returns (uint256 retirementId);

    /// @notice Gives the units of a request back.
    /// @dev Requires the registry role.
    /// @param reason why the source registry did not retire, 1 to 256 bytes.
    function revertRetirement(uint256 requestId, string calldata reason) external;

    /// @notice Takes the units of a request back that nobody answered for 30 days.
    /// @dev Only the account that asked.
    function reclaimRetirement(uint256 requestId) external;

    /// @return whether retirements of the project's credits need the source registry's word.
    function isConfirmationRequired(uint64 projectId) external view returns (bool);

    /// @return the request; reverts for an unknown one.
    function retirementRequest(uint256 requestId) external view returns (Request memory);
}
