// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { OrderSlot } from "../types/OrderSlot.sol";

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
/// @dev terms, from the low bit up: priceTicks 16 | clientId 64.
struct DeferredOrder {
    OrderSlot slot;
    uint256 terms;
}

/// @notice One market.
struct Book {
    MarketConfig config;
    /// Work queue: sequence of the next deferred order, and the one after the last.
    uint32 queueHead;
    uint32 queueTail;
    mapping(uint256 sequence => DeferredOrder) deferred;
    BookSide bids;
    BookSide asks;
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
        /// Fees collected and not paid out, by asset.
        mapping(uint256 asset => uint256) fees;
        /// Markets count from 1.
        mapping(uint256 marketId => Book) books;
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
