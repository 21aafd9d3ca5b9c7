// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeChanges } from "./ExchangeChanges.sol";
import { ExchangeDelegates } from "./ExchangeDelegates.sol";
import { ExchangeVault } from "./ExchangeVault.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeAccounts
/// @notice The module of the Exchange that serves an account as a whole: what it holds, who may act for it and
/// what it changes about its orders.
contract ExchangeAccounts is ExchangeVault, ExchangeDelegates, ExchangeChanges, ModuleChain {
    /// @param next ExchangeConditionals.
    constructor(address next) ModuleChain(next) {}
}
