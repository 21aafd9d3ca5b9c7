// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeFiring } from "./ExchangeFiring.sol";
import { ExchangePhases } from "./ExchangePhases.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeTriggers
/// @notice Work that anybody may do once its moment has come: firing conditional orders at their price, ending auctions and
/// halts at their time, halting a market that has left its index.
contract ExchangeTriggers is ExchangeFiring, ExchangePhases, ModuleChain {
    /// @param next ExchangeAccounts.
    constructor(address next) ModuleChain(next) {}
}
