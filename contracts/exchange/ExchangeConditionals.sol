// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeParents } from "./ExchangeParents.sol";
import { ModuleChain } from "./ModuleChain.sol";

/// @title ExchangeConditionals
/// @notice The module of the Exchange that takes orders which trade later: what is worked off in slices.
contract ExchangeConditionals is ExchangeParents, ModuleChain {
    /// @param next ExchangeOffice.
    constructor(address next) ModuleChain(next) {}
}
