// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";

/// @title ExchangeBase
/// @notice What every part of the Exchange stands on, the contract and its extension alike.
abstract contract ExchangeBase is ExchangeStorage, AccessManagedUpgradeable, ReentrancyGuardTransient {
    // Both refusals are `if`s, since `require` would read the count for its error each time.

    /// @dev Reverts for a market that does not exist.
    function _market(uint32 marketId) internal view returns (Book storage book, MarketConfig config) {
        book = _s().books[marketId];
        config = book.config;
        if (config.status() == IExchange.MarketStatus.NONE) {
            revert IExchange.Exchange_UnknownMarket(marketId, _s().marketCount);
        }
    }

    /// @dev Reverts for an asset that is not listed.
    function _asset(uint32 index) internal view returns (IExchange.Asset storage a) {
        a = _s().assets[index];
        if (a.token == address(0)) revert IExchange.Exchange_UnknownAsset(index, _s().assetCount);
    }
}
