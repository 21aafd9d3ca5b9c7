// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AggregatorV3Interface } from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { FeedAnswer } from "./FeedAnswer.sol";
import { SequencerUptime } from "./SequencerUptime.sol";

/// @title IndexPrice
/// @notice The price of a tonne as an oracle tells it, in a market's ticks. An oracle that is wrong in any way tells nothing;
/// it never makes a call fail.
/// @dev The word in `Book.oracle`, from the low bit up: feed 160 | oldest answer accepted, seconds 32 | band in basis
/// points 16 | decimals of the quote token 8.
library IndexPrice {
    /// @dev Most decimals of a feed or a token that are believed.
    uint256 internal constant MAX_DECIMALS = 36;
    /// @dev Units in a tonne.
    uint256 private constant TONNE = 1000;
    /// @dev Largest answer believed; keeps every product below 2^256, see `_ticks`.
    uint256 private constant MAX_ANSWER = type(uint96).max;
    /// @return the word for `Book.oracle`.
    function pack(
        address feed,
        uint32 maxAgeSeconds,
        uint16 bandBps,
        uint8 quoteDecimals
    ) internal pure returns (uint256) {
        return
            uint256(uint160(feed)) |
            (uint256(maxAgeSeconds) << 160) |
            (uint256(bandBps) << 192) |
            (uint256(quoteDecimals) << 208);
    }

    /// @return o the word as a struct.
    function unpack(uint256 word) internal pure returns (IExchangeAuctions.Oracle memory o) {
        // safe, all: truncation keeps the field
        o = IExchangeAuctions.Oracle(address(uint160(word)), uint32(word >> 160), uint16(word >> 192));
    }

    /// @return found whether there is a feed, and it answers with a price that a trade could have, on a chain whose
    /// sequencer is up.
    /// @return ticks 1 to 65,535, rounded down; zero when not found.
    function read(
        ExchangeStorage.Layout storage s,
        Book storage book
    ) internal view returns (bool found, uint256 ticks) {
        uint256 word = book.oracle;
        if (word == 0 || !SequencerUptime.isUp(s.sequencer)) return (false, 0);
        IExchangeAuctions.Oracle memory o = unpack(word);
        uint256 answer = _answer(o.feed, o.maxAgeSeconds);
        if (answer == 0) return (false, 0);
        uint256[5] memory words;
        if (!FeedAnswer.ask(o.feed, AggregatorV3Interface.decimals.selector, words, 1)) return (false, 0);
        if (words[0] > MAX_DECIMALS) return (false, 0);
        ticks = _ticks(book.config, answer, words[0], word >> 208);
        if (ticks > MarketBoundsLib.MAX_TICKS) ticks = 0;
        return (ticks != 0, ticks);
    }

    /// @notice The prices within the oracle's band around `ticks`.
    function band(Book storage book, uint256 ticks) internal view returns (uint256 low, uint256 high) {
        uint256 bps = unpack(book.oracle).bandBps;
        return MarketBoundsLib.narrowed(1, MarketBoundsLib.MAX_TICKS, ticks << 16, bps);
    }

    /// @return the feed's answer, or zero when it is missing, stale, from the future, not positive or absurd.
    function _answer(address feed, uint256 maxAgeSeconds) private view returns (uint256) {
        uint256[5] memory words;
        if (!FeedAnswer.ask(feed, AggregatorV3Interface.latestRoundData.selector, words, 5)) return 0;
        uint256 updatedAt = words[3];
        if (updatedAt > block.timestamp || block.timestamp - updatedAt > maxAgeSeconds) return 0;
        // a negative answer is a huge one here
        return words[1] > MAX_ANSWER ? 0 : words[1];
    }

    /// @dev answer x 10^quoteDecimals / 10^feedDecimals is a tonne in quote base units; a lot is lotUnits of its 1,000.
    function _ticks(
        MarketConfig config,
        uint256 answer,
        uint256 feedDecimals,
        uint256 quoteDecimals
    ) private pure returns (uint256) {
        unchecked {
            // safe: 96 + 120 + 32 bits over at most 120 + 10 + 64, since 10^36 is below 2^120
            return
                (answer * 10 ** quoteDecimals * config.lotUnits()) / (10 ** feedDecimals * TONNE * config.tickSize());
        }
    }
}
