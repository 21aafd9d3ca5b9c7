// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ISeparatedRoles
/// @notice The only way to the roles of those who propose issuances and those who verify them: one account holds at most
/// one of the two, which the AccessManager by itself does not ask.
interface ISeparatedRoles {
    error SeparatedRoles_HoldsOpposite(address account, uint64 role, uint64 opposite);
    error SeparatedRoles_NotSeparated(uint64 role);

    /// @notice Grants one of the separated roles unless the account holds the other.
    /// @dev Requires the admin role.
    /// @param executionDelay seconds that calls under this grant must be announced ahead.
    function grant(uint64 role, address account, uint32 executionDelay) external;

    /// @notice Takes one of the separated roles back.
    /// @dev Requires the admin role.
    function revoke(uint64 role, address account) external;

    /// @return the role that excludes `role`; reverts for a role that is not separated.
    function opposite(uint64 role) external pure returns (uint64);
}
