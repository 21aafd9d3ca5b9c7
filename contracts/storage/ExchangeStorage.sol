// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { ConditionalTerms } from "../types/ConditionalTerms.sol";
import { MarketBounds } from "../types/MarketBounds.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { ParentSchedule } from "../types/ParentSchedule.sol";

/// @notice One side of one market's book.
/// @dev The fixed arrays are address arithmetic: a level or an order is found without hashing.
struct BookSide {
    /// Bit w: words[w] is not zero.
    uint256 root;
    /// Bit per rank with live lots; see TickBitmap.
    uint256[256] words;
    /// Level headers by tick.
    LevelHeader[65_536] levels;
    /// Orders by tick x 256 + sequence mod 152.
    OrderSlot[16_777_216] orders;
    /// Next sequence of a level in overflow, by tick; see LevelOverflow.
    mapping(uint256 tick => uint256) overflowNext;
    /// Orders in overflow by tick x 2^32 + sequence.
    mapping(uint256 key => OrderSlot) overflowOrders;
    /// Which sequences of a level are in overflow; see SequenceSet.
    mapping(uint256 key => uint256) overflowBits;
}

/// @notice A deferred order as stored: `slot` as for a resting one, its flags holding type and side.
/// @dev terms, from the low bit up: priceTicks 16 | clientId 64 | prepaid keeper fee in units of tickSize 16 | displayLots 24 |
/// whether a crank has let it trade 1.
struct DeferredOrder {
    OrderSlot slot;
    uint256 terms;
}

/// @notice A conditional order: what becomes a deferred order when one of its triggers is met.
/// @dev `slot` as of the deferred order it becomes.
struct Conditional {
    OrderSlot slot;
    ConditionalTerms terms;
}

/// @notice An order that is worked off in slices over time.
/// @dev `slot` as for a deferred order, its lots what is not executed yet. weights: one byte per slice, up to 32, the first
/// slice's highest; zero for equal slices. openLots: what is left of the slice under way, where its caller's work ran out
/// or the market stopped; openTraded: whether that slice has traded.
struct Parent {
    OrderSlot slot;
    ParentSchedule schedule;
    bytes32 weights;
    uint64 clientId;
    uint40 openLots;
    bool openTraded;
}

/// @notice An iceberg order whose shown part stands in the book.
/// @dev From the low bit up: owner 160 | hidden lots 40 | sequence of the shown part 32 | peak lots 24. The shown part's
/// OrderSlot has the iceberg's number in place of its owner and the ICEBERG flag.
type IcebergRecord is uint256;

/// @notice One market.
struct Book {
    MarketConfig config;
    /// Work queue: sequence of the next deferred order, and the one after the last.
    uint32 queueHead;
    uint32 queueTail;
    mapping(uint256 sequence => DeferredOrder) deferred;
    BookSide bids;
    BookSide asks;
    MarketTape tape;
    MarketBounds bounds;
    /// The index price: feed 160 | oldest answer accepted, seconds 32 | band in basis points 16 | decimals of the quote
    /// token 8; zero for none.
    uint256 oracle;
    /// Numbers of the last conditional order, parent and iceberg; each counts from 1.
    uint32 conditionalCount;
    uint32 parentCount;
    uint32 icebergCount;
    /// The uncrossing under way: price 16 | lots left to trade 64. Zero while it has no price.
    uint256 auction;
    mapping(uint256 number => Conditional) conditionals;
    mapping(uint256 number => Parent) parents;
    mapping(uint256 number => IcebergRecord) icebergs;
    /// Triggers by tick, like a book: each order is one lot and has the conditional's number in place of its owner.
    /// `above` fire when the reference price is at or above them, `below` when at or below.
    BookSide above;
    BookSide below;
    /// Discounts by volume; see FeeTiers.
    uint256 feeTiers;
    /// How many live conditional orders an account has.
    mapping(address account => uint256) conditionalsOf;
    /// Numbers of the live parents, all under tick zero; see SequenceSet.
    mapping(uint256 key => uint256) liveParents;
    /// Labels that the batch must have for anything to trade: a mask, see ILabelRegistry.
    uint128 requiredLabels;
}

/// @title ExchangeStorage
/// @notice The ERC-7201 block of the Exchange. Libraries take `Layout storage`.
abstract contract ExchangeStorage {
    /// @notice Everything the Exchange stores.
    /// @custom:storage-location erc7201:carbonxchange.storage.Exchange
    struct Layout {
        address gate;
        uint32 assetCount;
        uint32 marketCount;
        address credits;
        mapping(uint256 index => IExchange.Asset) assets;
        /// Index by keccak256(token, batchId); zero when not listed.
        mapping(bytes32 key => uint32) assetIndexes;
        /// Balance words by account x 2^32 + asset; see Balances.
        mapping(uint256 key => uint256) balances;
        /// Assets whose balance word exists, so that a change of standing reaches all of them.
        mapping(address account => uint32[]) assetsOf;
        /// Fees collected and not paid out, by asset, beyond those on the markets' tapes.
        mapping(uint256 asset => uint256) fees;
        /// Markets count from 1.
        mapping(uint256 marketId => Book) books;
        /// Until when an operator may place and cancel for an account, unix seconds.
        mapping(address account => mapping(address operator => uint256)) operatorUntil;
        /// Words of 256 used nonces of signed requests.
        mapping(address account => mapping(uint256 word => uint256)) usedNonces;
        /// When the account's orders lapse unless renewed, unix seconds; zero for never.
        mapping(address account => uint256) deadMan;
        /// Where the chain's sequencer tells whether it runs; see SequencerUptime. Zero for none.
        uint256 sequencer;
        /// Who is asked for the labels of batches, see ILabelRegistry; zero for nobody.
        address labels;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.Exchange")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0xead006db4737c36d85f67d09d2dbe4fc4c5e74427ef71ae2f0dc6e403b2cd200;

    function _s() internal pure returns (Layout storage s) {
        assembly ("memory-safe") {
            // safe: only names the slot
            s.slot := LOCATION
        }
    }
}
