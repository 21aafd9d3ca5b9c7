// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";

/// @title BatchLabels
/// @notice What the label registry says of a batch at this moment. With nobody to ask, no batch has any label.
library BatchLabels {
    /// @param labels the label registry, or zero.
    /// @param required a mask, see ILabelRegistry.
    /// @return those of the required that the batch does not have.
    function missing(address labels, uint256 batchId, uint128 required) internal view returns (uint128) {
        if (required == 0 || labels == address(0)) return required;
        // safe: seconds fit 40 bits
        return required & ~ILabelRegistry(labels).labelsAt(batchId, uint40(block.timestamp));
    }

    /// @return those of the labels that the market requires which its batch does not have.
    function missingOf(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config
    ) internal view returns (uint128) {
        if (!config.labelled()) return 0;
        return missing(s.labels, s.assets[config.baseAsset()].batchId, book.requiredLabels);
    }

    /// @notice Refuses a market whose batch lacks a label that the market requires.
    function requireMet(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        uint32 marketId
    ) internal view {
        uint128 lacks = missingOf(s, book, config);
        require(lacks == 0, IExchange.Exchange_LabelsMissing(marketId, lacks));
    }
}
