// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AggregatorV3Interface } from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { FeedAnswer } from "./FeedAnswer.sol";

/// @title SequencerUptime
/// @notice Whether the sequencer of a rollup runs, and has for long enough that oracles and traders have caught up. A feed
/// that is wrong in any way counts as a sequencer that is down.
/// @dev The word in `Layout.sequencer`, from the low bit up: uptime feed 160 | grace period, seconds 32; zero where the
/// chain has no sequencer. Such a feed answers 0 for up and 1 for down, and `startedAt` is when that began; it reports
/// changes only, so that an old answer is as good as a new one.
library SequencerUptime {
    /// @return the word for `Layout.sequencer`.
    function pack(address feed, uint32 graceSeconds) internal pure returns (uint256) {
        return uint256(uint160(feed)) | (uint256(graceSeconds) << 160);
    }

    /// @return the word as a struct.
    function unpack(uint256 word) internal pure returns (IExchangeAuctions.Sequencer memory) {
        // safe, both: truncation keeps the field
        return IExchangeAuctions.Sequencer(address(uint160(word)), uint32(word >> 160));
    }

    /// @return whether prices may be believed as far as the sequencer goes: it is up, and was for longer than the grace period.
    function isUp(uint256 word) internal view returns (bool) {
        if (word == 0) return true;
        IExchangeAuctions.Sequencer memory q = unpack(word);
        uint256[5] memory words;
        if (!FeedAnswer.ask(q.feed, AggregatorV3Interface.latestRoundData.selector, words, 5)) return false;
        (uint256 answer, uint256 startedAt) = (words[1], words[2]);
        // a start of zero is a feed that has never been told anything
        if (answer != 0 || startedAt == 0 || startedAt > block.timestamp) return false;
        return block.timestamp - startedAt > q.graceSeconds;
    }
}
