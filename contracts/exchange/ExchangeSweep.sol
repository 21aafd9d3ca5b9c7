// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeSweeping } from "./ExchangeSweeping.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeSweep
/// @notice The module of the Exchange that buys and retires in one transaction.
contract ExchangeSweep is ExchangeSweeping, ModuleChain {
    /// @param next ExchangeOffice.
    constructor(address next) ModuleChain(next) {}
}
