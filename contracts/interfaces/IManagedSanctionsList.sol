// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ISanctionsList } from "./ISanctionsList.sol";

/// @title IManagedSanctionsList
/// @notice A sanctions list kept by a compliance officer, with the calls and events of the public oracles.
interface IManagedSanctionsList is ISanctionsList {
    /// @notice Accounts were put on the list.
    event SanctionedAddressesAdded(address[] addrs);
    /// @notice Accounts were taken off the list.
    event SanctionedAddressesRemoved(address[] addrs);

    error SanctionsList_ZeroAddress();

    /// @notice Puts accounts on the list; one that is already there stays there.
    /// @dev Requires the compliance role. A gate's listener does not hear of it: call `refresh` on the gate for each.
    /// @param newSanctions the accounts.
    function addToSanctionsList(address[] calldata newSanctions) external;

    /// @notice Takes accounts off the list; one that is not there stays off.
    /// @dev Requires the compliance role.
    /// @param removeSanctions the accounts.
    function removeFromSanctionsList(address[] calldata removeSanctions) external;
}
