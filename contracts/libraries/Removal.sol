// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Matching } from "./Matching.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Removal
/// @notice Takes one resting order out of the book by its id and refunds it.
library Removal {
    /// @dev Most ids in one `cancelBatch` or `prune`.
    uint256 internal constant BATCH_CAP = 150;

    /// @param id a well-formed id of kind BID or ASK.
    /// @return live whether the order lives.
    /// @return inRing whether it is in the ring rather than in overflow.
    /// @return order as stored; meaningless when not live.
    function find(Book storage book, OrderId id) internal view returns (bool live, bool inRing, OrderSlot order) {
        return RestingBook.find(id.kind() == OrderKind.BID ? book.bids : book.asks, id.priceTicks(), id.sequence());
    }

    /// @notice Removes an order that `find` reported live.
    function remove(
        ExchangeStorage.Layout storage s,
        Book storage book,
        OrderId id,
        bool inRing,
        OrderSlot order,
        IExchange.CancelReason reason
    ) internal returns (uint40 lots) {
        MarketConfig config = book.config;
        bool isBid = id.kind() == OrderKind.BID;
        uint16 tick = id.priceTicks();
        uint256 levelLots = RestingBook.remove(
            isBid ? book.bids : book.asks,
            isBid ? TickBitmap.BID_FLIP : 0,
            tick,
            id.sequence(),
            inRing,
            order.lots()
        );
        Matching.refund(s, config, isBid, order, tick * config.tickSize());
        lots = uint40(order.lots()); // safe: a 40-bit field
        // safe: the level's total is a 48-bit field
        emit IExchange.OrderCancelled(id, order.owner(), lots, uint48(levelLots), reason);
    }
}
