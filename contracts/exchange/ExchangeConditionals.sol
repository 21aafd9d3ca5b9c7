// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { ExchangeParents } from "./ExchangeParents.sol";
import { ExchangeStops } from "./ExchangeStops.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeConditionals
/// @notice The module of the Exchange that takes orders which trade later: at a trigger, or slice by slice.
contract ExchangeConditionals is ExchangeParents, ExchangeStops, ModuleChain {
    /// @param next ExchangeOffice.
    constructor(address next) ModuleChain(next) {}

    /// @dev See IExchangeConditionals. Not guarded itself: the `cancel` that sends it is.
    function cancelPlanned(address account, OrderId id) external returns (uint40) {
        require(msg.sender == address(this), IExchange.Exchange_OnlyItself(msg.sender));
        return id.kind() == OrderKind.PARENT ? _cancelParent(account, id) : _cancelConditional(account, id);
    }
}
