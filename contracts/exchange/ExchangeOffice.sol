// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeOperators } from "./ExchangeOperators.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeOffice
/// @notice The module of the Exchange for what only roles may call.
contract ExchangeOffice is ExchangeOperators, ModuleChain {
    /// @param next ExchangeReadings.
    constructor(address next) ModuleChain(next) {}
}
