// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Matching } from "./Matching.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Settlement
/// @notice What arriving and deferred orders share after they matched: fees, the `Taken` event, resting.
library Settlement {
    /// @notice Collects the fees of a take and reports it. Nothing happens when nothing was met.
    function record(
        ExchangeStorage.Layout storage s,
        uint32 marketId,
        MarketConfig config,
        Matching.Take memory t,
        OrderId deferredId,
        uint256 filled,
        uint256 takerFee,
        uint64 clientId
    ) internal {
        if (t.fills.length == 0) return;
        unchecked {
            uint256 fees = takerFee + t.makerFees; // safe: both below 2^120
            if (fees != 0) s.fees[config.quoteAsset()] += fees; // safe: part of the token's total, below 2^128
        }
        emit IExchange.Taken(
            marketId,
            t.taker,
            deferredId,
            t.takerIsBid ? IExchange.Side.BID : IExchange.Side.ASK,
            uint40(filled), // safe: at most the order's 40-bit size
            uint128(t.notional), // safe: below 2^120
            uint128(takerFee), // safe: at most the notional
            clientId,
            t.fills
        );
    }

    /// @notice Puts an order into the book.
    /// @param isBid the order's own side.
    /// @param order owner, lots (at least one), expiry, maker fee and type.
    /// @return refusal why it does not rest, or NONE.
    /// @return id of the resting order.
    /// @return levelLots the level's total, or what it would have been.
    function rest(
        Book storage book,
        uint32 marketId,
        bool isBid,
        uint16 tick,
        OrderSlot order,
        uint64 clientId
    ) internal returns (RestingBook.Refusal refusal, OrderId id, uint256 levelLots) {
        uint256 sequence;
        (refusal, sequence, levelLots) = isBid
            ? RestingBook.add(book.bids, TickBitmap.BID_FLIP, tick, order)
            : RestingBook.add(book.asks, 0, tick, order);
        if (refusal != RestingBook.Refusal.NONE) return (refusal, id, levelLots);
        // safe: `add` refuses sequences near 2^32
        id = OrderIdLib.pack(marketId, isBid ? OrderKind.BID : OrderKind.ASK, tick, uint32(sequence));
        emit IExchange.OrderPlaced(
            id,
            order.owner(),
            uint40(order.lots()), // safe: a 40-bit field
            order.expiry(),
            order.feePips(),
            uint48(levelLots), // safe: `add` keeps a level's total below 2^48
            clientId
        );
    }
}
