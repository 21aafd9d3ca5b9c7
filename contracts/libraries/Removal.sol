// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Icebergs } from "./Icebergs.sol";
import { Matching } from "./Matching.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Removal
/// @notice Takes one resting order out of the book by its id and refunds it.
library Removal {
    /// @dev Most ids in one `cancelBatch` or `prune`.
    uint256 internal constant BATCH_CAP = 150;

    /// @notice The resting order that an id stands for: its own, or of an iceberg the part that shows.
    /// @param id a well-formed id of kind BID, ASK, ICEBERG_BID or ICEBERG_ASK.
    /// @return at its own id, of kind BID or ASK.
    /// @return live whether it lives; an iceberg has one id, so that one with another price or side stands for nothing.
    /// @return inRing as of `find`.
    /// @return order as of `find`.
    function locate(
        Book storage book,
        OrderId id
    ) internal view returns (OrderId at, bool live, bool inRing, OrderSlot order) {
        OrderKind kind = id.kind();
        uint32 number = id.sequence();
        if (kind == OrderKind.BID || kind == OrderKind.ASK) {
            at = id;
        } else {
            OrderKind shown = kind == OrderKind.ICEBERG_BID ? OrderKind.BID : OrderKind.ASK;
            at = OrderIdLib.pack(id.marketId(), shown, id.priceTicks(), Icebergs.shownSequence(book, number));
        }
        (live, inRing, order) = find(book, at);
        if (kind == OrderKind.ICEBERG_BID || kind == OrderKind.ICEBERG_ASK) {
            live = live && order.isIceberg() && uint160(order.owner()) == number;
        }
    }

    /// @param id a well-formed id of kind BID or ASK.
    /// @return live whether the order lives.
    /// @return inRing whether it is in the ring rather than in overflow.
    /// @return order as stored; meaningless when not live.
    function find(Book storage book, OrderId id) internal view returns (bool live, bool inRing, OrderSlot order) {
        return RestingBook.find(id.kind() == OrderKind.BID ? book.bids : book.asks, id.priceTicks(), id.sequence());
    }

    /// @notice Removes an order that `find` reported live; an iceberg with all of it.
    /// @return lots what was returned, of an iceberg also what did not show.
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
        address owner = Icebergs.ownerOf(book, order);
        uint256 lotPrice = tick * config.tickSize();
        Matching.refund(s, config, isBid, order, owner, lotPrice);
        lots = uint40(order.lots()); // safe: a 40-bit field
        // safe: the level's total is a 48-bit field
        emit IExchange.OrderCancelled(id, owner, lots, uint48(levelLots), reason);
        if (order.isIceberg()) {
            OrderId iceberg = Icebergs.idOf(id.marketId(), isBid, tick, order);
            // safe: both parts come from one 40-bit size
            lots += uint40(Icebergs.end(s, book, config, iceberg, order.feePips()));
        }
    }
}
