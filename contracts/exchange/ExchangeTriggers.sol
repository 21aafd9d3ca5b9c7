// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeBundling } from "./ExchangeBundling.sol";
import { ExchangeFiring } from "./ExchangeFiring.sol";
import { ExchangePhases } from "./ExchangePhases.sol";
import { ExchangePruning } from "./ExchangePruning.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeTriggers
/// @notice Work that anybody may do once its moment has come: firing conditional orders at their price, ending auctions and
/// halts at their time, halting a market that has left its index, pruning; and several pieces of anyone's work at once.
contract ExchangeTriggers is ExchangeFiring, ExchangePhases, ExchangePruning, ExchangeBundling, ModuleChain {
    /// @param next ExchangeAccounts.
    constructor(address next) ModuleChain(next) {}
}
