// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IExchangeAuctions
/// @notice The part of the Exchange that ends auctions and halts, and the index price that both halts and stops are judged
/// by. Nothing here is told a price: the contract finds it.
interface IExchangeAuctions {
    /// @param feed a Chainlink AggregatorV3Interface that gives the price of a tonne in the quote currency; zero for none.
    /// @param maxAgeSeconds oldest answer believed.
    /// @param bandBps furthest a settled price may be from the index, in basis points.
    struct Oracle {
        address feed;
        uint32 maxAgeSeconds;
        uint16 bandBps;
    }

    /// @param feed a Chainlink L2 sequencer uptime feed; zero on a chain without a sequencer.
    /// @param graceSeconds how long after the sequencer's return no index is believed yet.
    struct Sequencer {
        address feed;
        uint32 graceSeconds;
    }

    // ------------------------------------------------------------------------------------------- events

    /// @notice An auction has its price. `lots`: what trades at it as far as orders show; what icebergs hide adds to that,
    /// what may not trade any more is missing from it. Comes again when orders removed on the way, or the hidden parts of
    /// icebergs, leave the book crossed beyond that price.
    event AuctionPriced(uint32 indexed marketId, uint16 priceTicks, uint64 lots);

    /// @notice Orders that an auction met, all of them traded at `priceTicks`. One event per call; an order that is worked by
    /// two calls comes in both. Where anything traded, the market's static reference is `priceTicks` from here on.
    /// @param fills packed records of 24 bytes each: side, 0 bid and 1 ask (1) | its own limit in ticks (2) | sequence (4) |
    /// lots traded or returned (5) | lots remaining in that order (5) | outcome (1) | live lots of the level afterwards (6).
    event AuctionFilled(uint32 indexed marketId, uint16 priceTicks, bytes fills);

    /// @notice The settled price stood outside of the index band; the market is halted.
    event IndexBreached(uint32 indexed marketId, uint16 settledTicks, uint16 indexTicks);

    event SequencerSet(address indexed feed, uint32 graceSeconds);
    event OracleSet(uint32 indexed marketId, address indexed feed, uint32 maxAgeSeconds, uint16 bandBps);

    // ------------------------------------------------------------------------------------------- errors

    error Exchange_NoIndexPrice(uint32 marketId);
    error Exchange_NoRecentTrade(uint256 ageSeconds, uint256 maxAgeSeconds);
    error Exchange_WithinIndexBand(uint16 priceTicks, uint16 lowTicks, uint16 highTicks);
    error Exchange_FeedWithoutCode(address feed);
    error Exchange_GasTooLow(uint256 gasLeft, uint256 gasNeeded);

    // ------------------------------------------------------------------------------------------- anyone's work

    /// @notice Ends an auction whose time is over: finds its price and carries its trades out, in as many calls as it takes;
    /// the last one opens continuous trading. Anyone may call.
    /// @dev The price maximises what trades: D(P) >= S(<P) and S(P) >= D(>P), with D(p) the lots bid at p or above and S(p)
    /// the lots asked at p or below, by what shows. Of several such prices it is the one closest to the last price, else
    /// to the static reference, else the middle one, rounded down. Finding it reads each crossed level once, at most 1,024
    /// of them; of a book with more the best 1,024 are priced and traded first. A call prices at most once.
    ///
    /// Best bids meet best asks in price and time order; each pays or gets P and its own maker fee on it. Orders expired or no
    /// longer eligible are removed and refunded. Where both orders are one account's, the smaller size is taken off both
    /// and returned. Cancelling works in between.
    /// @param maxSteps 1 to 150. One step is one fill of a bid with an ask, one order removed, or one moved out of overflow.
    /// @return steps work done; zero when nothing crossed.
    function uncross(uint32 marketId, uint16 maxSteps) external returns (uint256 steps);

    /// @notice Ends a halt that has lasted its longest time, with an auction. Anyone may call.
    function reopen(uint32 marketId) external;

    /// @notice Halts a market whose last price is outside of the index band, as the last price of an earlier block is, and no
    /// older than an answer of the oracle may be. Reverts otherwise. Anyone may call.
    function checkAndHalt(uint32 marketId) external;

    // ------------------------------------------------------------------------------------------- operators

    /// @dev Requires ADMIN, which acts behind the timelock. A zero feed removes the index.
    function setOracle(uint32 marketId, address feed, uint32 maxAgeSeconds, uint16 bandBps) external;

    /// @notice Names the feed that says whether the chain's sequencer runs, for all markets. While it does not, or has come
    /// back no longer than `graceSeconds` ago, or the feed fails in any way, every index counts as not found: what stops
    /// and slices are judged by falls back to the average's band alone, and `checkAndHalt` is refused.
    /// @dev Requires the admin role. A zero feed removes it; at most 7 days.
    function setSequencer(address feed, uint32 graceSeconds) external;

    // ------------------------------------------------------------------------------------------- views

    function oracle(uint32 marketId) external view returns (Oracle memory);

    /// @return feed see `setSequencer`.
    /// @return isUp whether indexes are believed as far as the sequencer goes.
    function sequencer() external view returns (Sequencer memory feed, bool isUp);

    /// @return found whether the index answers: fresh, positive, and within the market's price range, with the sequencer up.
    /// @return ticks the index in ticks, rounded down; zero when not found.
    function indexPrice(uint32 marketId) external view returns (bool found, uint16 ticks);

    /// @return ticks the price by which stops fire and slices are bounded; zero while no earlier block traded.
    function referencePrice(uint32 marketId) external view returns (uint16 ticks);

    /// @notice What an auction would trade now, or while it is uncrossed: its price and what is left to trade.
    /// @return priceTicks zero when nothing crosses.
    /// @return lots as far as orders show.
    function auctionPrice(uint32 marketId) external view returns (uint16 priceTicks, uint64 lots);
}
