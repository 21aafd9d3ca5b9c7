// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { Book, BookSide } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { Auction } from "../libraries/Auction.sol";
import { BatchLabels } from "../libraries/BatchLabels.sol";
import { IndexBreach } from "../libraries/IndexBreach.sol";
import { IndexPrice } from "../libraries/IndexPrice.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Phases } from "../libraries/Phases.sol";
import { ReferencePrice } from "../libraries/ReferencePrice.sol";
import { SequencerUptime } from "../libraries/SequencerUptime.sol";
import { Settlement } from "../libraries/Settlement.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { Uncrossing } from "../libraries/Uncrossing.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangePhases
/// @notice How a market gets out of an auction or a halt, and into a halt, without anybody's permission.
abstract contract ExchangePhases is ExchangeBase {
    using IndexBreach for IndexBreach.Finding;
    using TickBitmap for BookSide;

    uint256 private constant LOTS_SHIFT = 16;

    // ------------------------------------------------------------------------------------------- auctions

    /// @dev See IExchangeAuctions.
    function uncross(uint32 marketId, uint16 maxSteps) external nonReentrant returns (uint256 steps) {
        require(maxSteps != 0, IExchange.Exchange_ZeroAmount());
        require(maxSteps <= OrderRules.FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(maxSteps, OrderRules.FILLS_CAP));
        (Book storage book, MarketConfig config) = _market(marketId);
        IExchange.MarketPhase phase = config.phase();
        if (phase != IExchange.MarketPhase.UNCROSSING) {
            bool isAuction = phase == IExchange.MarketPhase.OPENING || phase == IExchange.MarketPhase.AUCTION;
            require(isAuction, IExchange.Exchange_BadMarketPhase(marketId, phase, IExchange.MarketPhase.UNCROSSING));
            _requireOver(book, marketId, phase);
            book.auction = 0;
        }
        BatchLabels.requireMet(_s(), book, config, marketId);
        Uncrossing.Round memory r;
        r.marketId = marketId;
        r.steps = maxSteps;
        if (_priced(book, r, phase)) {
            r.lotPrice = r.ticks * config.tickSize();
            Uncrossing.run(_s(), book, config, r);
            _report(book, config, r);
        }
        _conclude(book, marketId, r.ticks);
        return maxSteps - r.steps;
    }

    /// @dev Sets the round's price: the auction's, or where it has none yet the one that is found now.
    /// @return whether there is one; without, nothing crosses.
    function _priced(Book storage book, Uncrossing.Round memory r, IExchange.MarketPhase phase) private returns (bool) {
        uint256 word = book.auction;
        if (word != 0) {
            r.ticks = uint16(word); // safe: the field is the low 16 bits
            return true;
        }
        uint256 lots;
        (r.ticks, lots) = Auction.price(book);
        if (r.ticks == 0) return false;
        book.auction = r.ticks | (lots << LOTS_SHIFT);
        // safe: ticks have 16 bits, 1,024 levels of 48 bits have 58
        emit IExchangeAuctions.AuctionPriced(r.marketId, uint16(r.ticks), uint64(lots));
        if (phase != IExchange.MarketPhase.UNCROSSING) {
            Phases.set(book, r.marketId, IExchange.MarketPhase.UNCROSSING);
        }
        return true;
    }

    /// @dev Puts the trades of a call on the tape. The price that a whole auction agreed on is the market's average from now
    /// on, and the reference of its static band.
    function _report(Book storage book, MarketConfig config, Uncrossing.Round memory r) private {
        if (r.fills.length == 0) return;
        emit IExchangeAuctions.AuctionFilled(r.marketId, uint16(r.ticks), r.fills); // safe: ticks have 16 bits
        if (r.filled == 0) return;
        MarketTape tape = book.tape.traded(r.ticks, r.ticks << 16, r.filled, block.timestamp, block.number);
        book.tape = Settlement.collected(_s(), config, tape, r.fees);
        book.bounds = book.bounds.withStaticTicks(r.ticks);
        uint256 left = book.auction >> LOTS_SHIFT;
        // what icebergs hid may trade beyond what was counted
        left = left > r.filled ? left - r.filled : 0;
        book.auction = r.ticks | (left << LOTS_SHIFT);
    }

    /// @dev Opens continuous trading when nothing crosses any more. Where only other prices would trade what is left, the next
    /// call finds one.
    function _conclude(Book storage book, uint32 marketId, uint256 ticks) private {
        (bool crosses, uint256 bid, uint256 ask) = _crossing(book);
        if (crosses && bid >= ticks && ask <= ticks) return;
        book.auction = 0;
        if (!crosses) Phases.set(book, marketId, IExchange.MarketPhase.CONTINUOUS);
    }

    /// @return crosses whether the best bid is at or above the best ask.
    /// @return bid its tick, if so.
    /// @return ask its tick, if so.
    function _crossing(Book storage book) private view returns (bool crosses, uint256 bid, uint256 ask) {
        (crosses, bid) = book.bids.best();
        if (!crosses) return (false, 0, 0);
        bid ^= TickBitmap.BID_FLIP;
        (crosses, ask) = book.asks.best();
        crosses = crosses && bid >= ask;
    }

    // ------------------------------------------------------------------------------------------- halts

    /// @dev See IExchangeAuctions.
    function reopen(uint32 marketId) external nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        IExchange.MarketPhase phase = config.phase();
        require(
            phase == IExchange.MarketPhase.HALTED,
            IExchange.Exchange_BadMarketPhase(marketId, phase, IExchange.MarketPhase.AUCTION)
        );
        _requireOver(book, marketId, phase);
        Phases.set(book, marketId, IExchange.MarketPhase.AUCTION);
    }

    /// @dev See IExchangeAuctions. The price of an earlier block, so that nobody can halt a market by a trade and the halt in one
    /// transaction; and the last one too, which must be recent, so that a market is halted for prices that it still trades at.
    function checkAndHalt(uint32 marketId) external nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        IExchange.MarketPhase phase = config.phase();
        require(
            phase == IExchange.MarketPhase.CONTINUOUS,
            IExchange.Exchange_BadMarketPhase(marketId, phase, IExchange.MarketPhase.HALTED)
        );
        IndexBreach.Finding memory f = IndexBreach.find(_s(), book);
        require(f.found, IExchangeAuctions.Exchange_NoIndexPrice(marketId));
        require(f.isRecent(), IExchangeAuctions.Exchange_NoRecentTrade(f.age, f.maxAge));
        _requireOutside(f, f.settled);
        _requireOutside(f, f.last);
        // safe, both: ticks have 16 bits
        emit IExchangeAuctions.IndexBreached(marketId, uint16(f.settled), uint16(f.index));
        Phases.set(book, marketId, IExchange.MarketPhase.HALTED);
    }

    function _requireOutside(IndexBreach.Finding memory f, uint256 ticks) private pure {
        // safe, all: ticks have 16 bits
        require(
            f.isOutside(ticks),
            IExchangeAuctions.Exchange_WithinIndexBand(uint16(ticks), uint16(f.low), uint16(f.high))
        );
    }

    function _requireOver(Book storage book, uint32 marketId, IExchange.MarketPhase phase) private view {
        uint40 endsAt = book.bounds.phaseEndsAt();
        require(block.timestamp >= endsAt, IExchange.Exchange_PhaseNotOver(marketId, phase, endsAt, block.timestamp));
    }

    // ------------------------------------------------------------------------------------------- views

    /// @dev See IExchangeAuctions.
    function oracle(uint32 marketId) external view returns (IExchangeAuctions.Oracle memory) {
        (Book storage book, ) = _market(marketId);
        return IndexPrice.unpack(book.oracle);
    }

    /// @dev See IExchangeAuctions.
    function sequencer() external view returns (IExchangeAuctions.Sequencer memory feed, bool isUp) {
        uint256 word = _s().sequencer;
        return (SequencerUptime.unpack(word), SequencerUptime.isUp(word));
    }

    /// @dev See IExchangeAuctions.
    function indexPrice(uint32 marketId) external view returns (bool found, uint16 ticks) {
        (Book storage book, ) = _market(marketId);
        uint256 index;
        (found, index) = IndexPrice.read(_s(), book);
        ticks = uint16(index); // safe: at most 65,535
    }

    /// @dev See IExchangeAuctions.
    function referencePrice(uint32 marketId) external view returns (uint16 ticks) {
        (Book storage book, ) = _market(marketId);
        return uint16(ReferencePrice.settled(_s(), book)); // safe: at most 65,535
    }

    /// @dev See IExchangeAuctions.
    function auctionPrice(uint32 marketId) external view returns (uint16 priceTicks, uint64 lots) {
        (Book storage book, MarketConfig config) = _market(marketId);
        uint256 word = book.auction;
        // safe, all: ticks have 16 bits, lots less than 64
        if (config.phase() == IExchange.MarketPhase.UNCROSSING && word != 0) {
            return (uint16(word), uint64(word >> LOTS_SHIFT));
        }
        (uint256 ticks, uint256 sum) = Auction.price(book);
        return (uint16(ticks), uint64(sum));
    }
}
