// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeOperators } from "./ExchangeOperators.sol";
import { ExchangeRecovering } from "./ExchangeRecovering.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeOffice
/// @notice The module of the Exchange for what only roles may call.
contract ExchangeOffice is ExchangeOperators, ExchangeRecovering, ModuleChain {
    /// @param next ExchangeReadings.
    constructor(address next) ModuleChain(next) {}
}
