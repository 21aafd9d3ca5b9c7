// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeVault } from "./ExchangeVault.sol";
import { ModuleChain } from "./ModuleChain.sol";

/// @title ExchangeAccounts
/// @notice The module of the Exchange that serves an account as a whole: what it holds and who may act for it.
contract ExchangeAccounts is ExchangeVault, ModuleChain {
    /// @param next ExchangeConditionals.
    constructor(address next) ModuleChain(next) {}
}
