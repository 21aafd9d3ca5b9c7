// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeOperators } from "./ExchangeOperators.sol";
import { ExchangeUpkeep } from "./ExchangeUpkeep.sol";
import { ExchangeViews } from "./ExchangeViews.sol";

/// @title ExchangeExtension
/// @notice The part of the Exchange that is not on anybody's hot path: operators' calls, the keepers' work and views.
/// @dev Created by the Exchange's constructor and reached only by its delegatecalls, so that both change together in an
/// upgrade. Called directly it works on its own empty storage, where no role, asset or market exists.
contract ExchangeExtension is ExchangeOperators, ExchangeUpkeep, ExchangeViews {}
