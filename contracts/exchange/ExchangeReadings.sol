// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeDueWork } from "./ExchangeDueWork.sol";
import { ExchangeLens } from "./ExchangeLens.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title ExchangeReadings
/// @notice The last module of the Exchange: what is only read.
contract ExchangeReadings is ExchangeLens, ExchangeDueWork, ModuleChain {
    constructor() ModuleChain(address(0)) {}
}
