// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ModuleChain } from "../libraries/ModuleChain.sol";
import { Cancellations } from "./Cancellations.sol";
import { CreditRestrictions } from "./CreditRestrictions.sol";
import { StandardCredits } from "./StandardCredits.sol";

/// @title CreditOffice
/// @notice The last module of the registry: restrictions, cancellations and what is on record.
contract CreditOffice is CreditRestrictions, Cancellations, StandardCredits, ModuleChain {
    constructor() ModuleChain(address(0)) {}
}
