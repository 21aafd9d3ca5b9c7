// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeFiring } from "./ExchangeFiring.sol";
import { ExchangeStops } from "./ExchangeStops.sol";
import { ModuleChain } from "./ModuleChain.sol";

/// @title ExchangeConditionals
/// @notice The module of the Exchange that keeps the orders which wait for a price, until they fire.
contract ExchangeConditionals is ExchangeStops, ExchangeFiring, ModuleChain {
    /// @param next ExchangeOffice.
    constructor(address next) ModuleChain(next) {}
}
