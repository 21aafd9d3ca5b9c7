// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";

/// @title IExchangeRecovery
/// @notice What the recovery of a lost wallet does in the vault: orders back to the lost account's free balances, and those to its
/// successor.
/// @dev Part of the Exchange: called at its address. Both functions require the recovery role, which `IWalletRecovery` alone holds.
interface IExchangeRecovery {
    /// @notice All that `lost` had free of an asset became its successor's: `amount`, which makes `freeAfter` of it there.
    event BalanceRecovered(
        address indexed lost,
        address indexed successor,
        uint32 indexed asset,
        uint256 amount,
        uint256 freeAfter
    );

    /// @notice Cancels orders of `lost` of every kind, as its owner could by `cancelBatch`.
    /// @param orderIds at most 150, all of this account.
    /// @return lots per id what was cancelled, zero where nothing lived.
    function recoverOrders(address lost, OrderId[] calldata orderIds) external returns (uint40[] memory lots);

    /// @notice Moves the whole free balance of each asset to `successor`. Neither account need be allowed to trade, so that an
    /// expired record keeps nothing back, and a freeze of the lost account does not hinder it.
    /// @dev The successor may be neither frozen nor sanctioned.
    /// @param assets at most 150 indices; one without a balance is passed over.
    function recoverBalances(address lost, address successor, uint32[] calldata assets) external;
}
