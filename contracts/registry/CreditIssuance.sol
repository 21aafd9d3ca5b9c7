// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ModuleChain } from "../libraries/ModuleChain.sol";
import { IssuanceImports } from "./IssuanceImports.sol";
import { Issuances } from "./Issuances.sol";

/// @title CreditIssuance
/// @notice The module of the registry through which credits come into being: projects, proposals, imports, minting.
contract CreditIssuance is Issuances, IssuanceImports, ModuleChain {
    /// @param next CreditRequests.
    constructor(address next) ModuleChain(next) {}
}
