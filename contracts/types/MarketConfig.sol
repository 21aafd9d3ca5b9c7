// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";

/// @notice A market's whole configuration in one word, so that a trade reads it once.
/// @dev From the low bit up: baseAsset 32 | quoteAsset 32 | lotUnits 32 | tickSize 64 | minLots 32 | makerFeePips 16 |
/// takerFeePips 16 | phase 8 | tiered 1 | labelled 1. All zero for a market that does not exist.
type MarketConfig is uint256;

using MarketConfigLib for MarketConfig global;

/// @title MarketConfigLib
/// @notice Packs and unpacks `MarketConfig`.
library MarketConfigLib {
    uint256 private constant TIERED = 1 << 232;
    uint256 private constant LABELLED = 1 << 233;

    /// @return the packed form of `m`.
    function pack(IExchange.Market memory m) internal pure returns (MarketConfig) {
        return
            MarketConfig.wrap(
                uint256(m.baseAsset) |
                    (uint256(m.quoteAsset) << 32) |
                    (uint256(m.lotUnits) << 64) |
                    (uint256(m.tickSize) << 96) |
                    (uint256(m.minLots) << 160) |
                    (uint256(uint16(m.makerFeePips)) << 192) |
                    (uint256(m.takerFeePips) << 208) |
                    (uint256(m.phase) << 224)
            );
    }

    /// @return m the struct form of `config`.
    function unpack(MarketConfig config) internal pure returns (IExchange.Market memory m) {
        m = IExchange.Market({
            baseAsset: config.baseAsset(),
            quoteAsset: config.quoteAsset(),
            lotUnits: uint32(config.lotUnits()), // safe: the accessor masks to 32 bits
            tickSize: uint64(config.tickSize()), // safe: the accessor masks to 64 bits
            minLots: config.minLots(),
            makerFeePips: int16(config.makerFeePips()),
            takerFeePips: config.takerFeePips(),
            phase: config.phase()
        });
    }

    function baseAsset(MarketConfig config) internal pure returns (uint32) {
        return uint32(MarketConfig.unwrap(config)); // safe: the field is the low 32 bits
    }

    function quoteAsset(MarketConfig config) internal pure returns (uint32) {
        return uint32(MarketConfig.unwrap(config) >> 32); // safe: truncation drops the fields above
    }

    function lotUnits(MarketConfig config) internal pure returns (uint256) {
        return (MarketConfig.unwrap(config) >> 64) & type(uint32).max;
    }

    function tickSize(MarketConfig config) internal pure returns (uint256) {
        return (MarketConfig.unwrap(config) >> 96) & type(uint64).max;
    }

    function minLots(MarketConfig config) internal pure returns (uint32) {
        return uint32(MarketConfig.unwrap(config) >> 160); // safe: truncation drops the fields above
    }

    /// @return the maker fee as Fees keeps it: a rebate in two's complement.
    function makerFeePips(MarketConfig config) internal pure returns (uint16) {
        return uint16(MarketConfig.unwrap(config) >> 192); // safe: truncation drops the fields above
    }

    function takerFeePips(MarketConfig config) internal pure returns (uint16) {
        return uint16(MarketConfig.unwrap(config) >> 208); // safe: truncation drops the fields above
    }

    function phase(MarketConfig config) internal pure returns (IExchange.MarketPhase) {
        return IExchange.MarketPhase(uint8(MarketConfig.unwrap(config) >> 224)); // safe: one byte written by `pack`
    }

    /// @return whether accounts pay by their volume.
    function tiered(MarketConfig config) internal pure returns (bool) {
        return MarketConfig.unwrap(config) & TIERED != 0;
    }

    /// @return the same configuration, with or without tiers.
    function withTiered(MarketConfig config, bool tiered_) internal pure returns (MarketConfig) {
        uint256 cleared = MarketConfig.unwrap(config) & ~TIERED;
        return MarketConfig.wrap(cleared | (tiered_ ? TIERED : 0));
    }

    /// @return whether the batch must have labels for anything to trade.
    function labelled(MarketConfig config) internal pure returns (bool) {
        return MarketConfig.unwrap(config) & LABELLED != 0;
    }

    /// @return the same configuration, with or without required labels.
    function withLabelled(MarketConfig config, bool labelled_) internal pure returns (MarketConfig) {
        uint256 cleared = MarketConfig.unwrap(config) & ~LABELLED;
        return MarketConfig.wrap(cleared | (labelled_ ? LABELLED : 0));
    }

    /// @return the same configuration with another phase.
    function withPhase(MarketConfig config, IExchange.MarketPhase phase_) internal pure returns (MarketConfig) {
        uint256 cleared = MarketConfig.unwrap(config) & ~(uint256(0xff) << 224);
        return MarketConfig.wrap(cleared | (uint256(phase_) << 224));
    }

    /// @return the same configuration with other fees.
    function withFees(MarketConfig config, uint16 maker, uint16 taker) internal pure returns (MarketConfig) {
        uint256 cleared = MarketConfig.unwrap(config) & ~(uint256(type(uint32).max) << 192);
        return MarketConfig.wrap(cleared | (uint256(maker) << 192) | (uint256(taker) << 208));
    }
}
