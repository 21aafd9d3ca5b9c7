// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, BookSide } from "../storage/ExchangeStorage.sol";
import { MarketBounds } from "../types/MarketBounds.sol";
import { Matching } from "./Matching.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Phases
/// @notice Moves a market from one phase to the next and says until when.
library Phases {
    using TickBitmap for BookSide;

    /// @notice Sets a phase. An auction ends after the market's auction time, a halt may be ended by anyone after its
    /// longest time; other phases have no end.
    function set(Book storage book, uint32 marketId, IExchange.MarketPhase phase) internal {
        MarketBounds bounds = book.bounds;
        uint256 endsAt;
        if (phase == IExchange.MarketPhase.AUCTION || phase == IExchange.MarketPhase.OPENING) {
            endsAt = block.timestamp + bounds.auctionSeconds();
        } else if (phase == IExchange.MarketPhase.HALTED) {
            endsAt = block.timestamp + bounds.maxHaltSeconds();
        }
        book.config = book.config.withPhase(phase);
        book.bounds = bounds.withPhaseEndsAt(endsAt);
        emit IExchange.MarketPhaseSet(marketId, phase, uint40(endsAt)); // safe: seconds fit 40 bits
    }

    /// @notice Stops trading after a take met a price outside of its band, and opens an auction.
    function breach(Book storage book, Matching.Take memory t) internal {
        (, uint256 rank) = t.takerIsBid ? book.asks.best() : book.bids.best();
        uint256 tick = rank ^ (t.takerIsBid ? 0 : TickBitmap.BID_FLIP);
        // safe, all: ticks have 16 bits
        emit IExchange.BreakerTripped(t.marketId, uint16(tick), uint16(t.low), uint16(t.high));
        set(book, t.marketId, IExchange.MarketPhase.AUCTION);
    }
}
