// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ModuleChain } from "../libraries/ModuleChain.sol";
import { PendingRetirements } from "./PendingRetirements.sol";

/// @title CreditRequests
/// @notice The module of the registry for retirements that wait for a source registry's word.
contract CreditRequests is PendingRetirements, ModuleChain {
    /// @param next CreditOffice.
    constructor(address next) ModuleChain(next) {}
}
