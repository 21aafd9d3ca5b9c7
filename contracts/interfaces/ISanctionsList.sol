// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ISanctionsList
/// @notice The call that the public sanctions oracles of the field answer, so that theirs or ours can be plugged in.
interface ISanctionsList {
    /// @param account the address to look up.
    /// @return whether the account is listed.
    function isSanctioned(address account) external view returns (bool);
}
