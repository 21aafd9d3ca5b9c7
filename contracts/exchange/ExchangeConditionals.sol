// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeParents } from "./ExchangeParents.sol";
import { ExchangeStops } from "./ExchangeStops.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeConditionals
/// @notice The module of the Exchange that takes orders which trade later: at a trigger, or slice by slice.
contract ExchangeConditionals is ExchangeParents, ExchangeStops, ModuleChain {
    /// @param next ExchangeOffice.
    constructor(address next) ModuleChain(next) {}
}
