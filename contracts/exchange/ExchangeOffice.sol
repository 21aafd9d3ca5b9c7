// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeOperators } from "./ExchangeOperators.sol";
import { ExchangeLens } from "./ExchangeLens.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeOffice
/// @notice The last module of the Exchange: operators' calls and views.
contract ExchangeOffice is ExchangeOperators, ExchangeLens, ModuleChain {
    constructor() ModuleChain(address(0)) {}
}
