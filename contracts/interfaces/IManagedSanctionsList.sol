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

    /// @notice The gate that now hears of every account that is put on the list; zero for none.
    event GateSet(address indexed gate);

    error SanctionsList_ZeroAddress();

    /// @notice Sets the gate that is told of every newly listed account, so that its listener stops trusting it at once.
    /// @dev Requires the admin role.
    /// @param gate_ the gate; zero for none.
    function setGate(address gate_) external;

    /// @return the gate that is told, or zero.
    function gate() external view returns (address);

    /// @notice Puts accounts on the list; one that is already there stays there.
    /// @dev Requires the compliance role. Tells the gate of each, in the same transaction.
    /// @param newSanctions the accounts.
    function addToSanctionsList(address[] calldata newSanctions) external;

    /// @notice Takes accounts off the list; one that is not there stays off.
    /// @dev Requires the compliance role.
    /// @param removeSanctions the accounts.
    function removeFromSanctionsList(address[] calldata removeSanctions) external;
}
