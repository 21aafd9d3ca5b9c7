// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeMarkets } from "../interfaces/IExchangeMarkets.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";

/// @title FeeTiers
/// @notice Lower fees for those who trade much: up to three tiers per market, by the kilograms an account took or sold into
/// the book in this or the last period of 30 days, over all markets with the same quote asset.
/// @dev One word per market: three times, from the low bit up, least volume 48 | taker discount 16 | maker discount 16. A volume
/// of zero is no tier.
library FeeTiers {
    using Balances for ExchangeStorage.Layout;

    uint256 internal constant MOST = 3;
    uint256 private constant WIDTH = 80;

    /// @return word the packed form of tiers whose volumes rise and whose discounts do not fall.
    function pack(IExchange.FeeTier[] calldata tiers) internal pure returns (uint256 word) {
        require(tiers.length <= MOST, IExchange.Exchange_BatchTooLarge(tiers.length, MOST));
        uint256 volume;
        uint256 taker;
        uint256 maker;
        for (uint256 i = 0; i < tiers.length; ++i) {
            IExchange.FeeTier calldata tier = tiers[i];
            require(
                tier.fromKilograms > volume,
                IExchange.Exchange_BadMarketParameter("fromKilograms", tier.fromKilograms, volume)
            );
            require(
                tier.takerDiscountPips >= taker && tier.takerDiscountPips <= Fees.CAP_PIPS,
                IExchange.Exchange_BadMarketParameter("takerDiscountPips", tier.takerDiscountPips, taker)
            );
            require(
                tier.makerDiscountPips >= maker && tier.makerDiscountPips <= Fees.CAP_PIPS,
                IExchange.Exchange_BadMarketParameter("makerDiscountPips", tier.makerDiscountPips, maker)
            );
            (volume, taker, maker) = (tier.fromKilograms, tier.takerDiscountPips, tier.makerDiscountPips);
            word |= (volume | (taker << 48) | (maker << 64)) << (i * WIDTH);
        }
    }

    /// @return tiers the struct form of a market's tiers.
    function unpack(uint256 word) internal pure returns (IExchange.FeeTier[] memory tiers) {
        tiers = new IExchange.FeeTier[](count(word));
        for (uint256 i = 0; i < tiers.length; ++i) {
            uint256 tier = word >> (i * WIDTH);
            // safe, all: truncation keeps each field
            tiers[i] = IExchangeMarkets.FeeTier(uint48(tier), uint16(tier >> 48), uint16(tier >> 64));
        }
    }

    /// @return n how many tiers there are.
    function count(uint256 word) internal pure returns (uint256 n) {
        while (n < MOST && uint48(word >> (n * WIDTH)) != 0) ++n; // safe: truncation keeps the volume
    }

    /// @return takerPips and makerPips the largest discounts of a market.
    function largest(uint256 word) internal pure returns (uint256 takerPips, uint256 makerPips) {
        uint256 n = count(word);
        return n == 0 ? (0, 0) : _discounts(word, n - 1);
    }

    /// @notice What an account pays in a market with tiers: the market's fees less its tier's discounts. A taker's fee does
    /// not fall below zero; a maker's may become a rebate.
    /// @return takerPips taker fee.
    /// @return makerPips maker fee as Fees keeps it.
    function feesOf(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        address account
    ) internal view returns (uint16 takerPips, uint16 makerPips) {
        (takerPips, makerPips) = (config.takerFeePips(), config.makerFeePips());
        uint256 word = book.feeTiers;
        uint256 volume = s.volumeKilograms(account, config.quoteAsset());
        uint256 taker;
        uint256 maker;
        for (uint256 i = count(word); i != 0; --i) {
            if (volume < uint48(word >> ((i - 1) * WIDTH))) continue; // safe: truncation keeps the volume
            (taker, maker) = _discounts(word, i - 1);
            break;
        }
        unchecked {
            takerPips = taker < takerPips ? uint16(takerPips - taker) : 0; // safe: compared first
            // safe: both within +-20,000 pips, so the difference fits 17 bits and `setFeeTiers` keeps it above -2^15
            makerPips = uint16(int16(int256(int16(makerPips)) - int256(maker)));
        }
    }

    /// @return the market's configuration with the fees that `account` pays.
    function applied(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        address account
    ) internal view returns (MarketConfig) {
        (uint16 takerPips, uint16 makerPips) = feesOf(s, book, config, account);
        return config.withFees(makerPips, takerPips);
    }

    function _discounts(uint256 word, uint256 index) private pure returns (uint256 takerPips, uint256 makerPips) {
        uint256 tier = word >> (index * WIDTH);
        return (uint16(tier >> 48), uint16(tier >> 64)); // safe: truncation keeps each field
    }
}
