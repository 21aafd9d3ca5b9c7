// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeFiring } from "./ExchangeFiring.sol";
import { ExchangePhases } from "./ExchangePhases.sol";
import { ExchangePruning } from "./ExchangePruning.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeTriggers
/// @notice Work that anybody may do once its moment has come: firing conditional orders at their price, ending auctions and
/// halts at their time, halting a market that has left its index, pruning.
contract ExchangeTriggers is ExchangeFiring, ExchangePhases, ExchangePruning, ModuleChain {
    /// @param next ExchangeAccounts.
    constructor(address next) ModuleChain(next) {}
}
