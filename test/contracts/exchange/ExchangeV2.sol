// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Exchange } from "../../../contracts/exchange/Exchange.sol";

/// @title ExchangeV2
/// @notice A next version for the upgrade test: the same contract that knows its number.
contract ExchangeV2 is Exchange {
    function version() external pure returns (uint256) {
        return 2;
    }
}
