// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeRecovery } from "../interfaces/IExchangeRecovery.sol";
import { OrderId } from "../types/OrderId.sol";
import { Balances } from "../libraries/Balances.sol";
import { Removal } from "../libraries/Removal.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeRecovering
/// @notice Gives the successor of a lost wallet what that wallet has in the vault.
abstract contract ExchangeRecovering is ExchangeBase {
    using Balances for Layout;

    /// @dev See IExchangeRecovery. Not guarded itself: the call it sends is.
    function recoverOrders(
        address lost,
        OrderId[] calldata orderIds
    ) external restricted returns (uint40[] memory lots) {
        return _cancelFor(lost, orderIds);
    }

    /// @dev See IExchangeRecovery. The successor's word is credited as a refund is: what it says of the gate stays as it was, and
    /// one that says nothing asks before its first trade.
    function recoverBalances(
        address lost,
        address successor,
        uint32[] calldata assets
    ) external restricted nonReentrant {
        uint256 length = assets.length;
        require(length <= Removal.BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        require(successor != address(0), IExchange.Exchange_ZeroAddress());
        bool isBlocked = IComplianceGate(_s().gate).isBlocked(successor);
        require(!isBlocked, IExchange.Exchange_AccountBlocked(successor));
        for (uint256 i = 0; i < length; ++i) {
            uint32 asset = assets[i];
            uint256 amount = _s().free(lost, asset);
            if (amount == 0) continue;
            _s().withdraw(lost, asset, amount);
            _s().credit(successor, asset, amount);
            emit IExchangeRecovery.BalanceRecovered(lost, successor, asset, amount, _s().free(successor, asset));
        }
    }
}
