// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

/// @title ExchangeCode
/// @notice Deploys the Exchange's code with its modules from their artifacts, so that the compiler does not build it again with
/// the tests.
abstract contract ExchangeCode is Test {
    /// @return the implementation with the modules behind it, deployed last first.
    function _exchangeCode() internal returns (address) {
        address next = deployCode("ExchangeReadings.sol:ExchangeReadings");
        next = deployCode("ExchangeOffice.sol:ExchangeOffice", abi.encode(next));
        next = deployCode("ExchangeSweep.sol:ExchangeSweep", abi.encode(next));
        next = deployCode("ExchangeConditionals.sol:ExchangeConditionals", abi.encode(next));
        next = deployCode("ExchangeAccounts.sol:ExchangeAccounts", abi.encode(next));
        next = deployCode("ExchangeTriggers.sol:ExchangeTriggers", abi.encode(next));
        next = deployCode("ExchangeUpkeep.sol:ExchangeUpkeep", abi.encode(next));
        return deployCode("Exchange.sol:Exchange", abi.encode(next));
    }
}
