// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, BookSide, ExchangeStorage, IcebergRecord } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { RestingBook } from "./RestingBook.sol";

/// @title Icebergs
/// @notice Orders of which only a part shows. The shown part is an order like any other; when it is filled the next one
/// goes to the tail of the level, so that only what shows has priority.
/// @dev Every part has an escrow of its own, rounded up by itself: the hidden rest holds the sum over the parts to come.
library Icebergs {
    using Balances for ExchangeStorage.Layout;

    uint256 private constant HIDDEN_SHIFT = 160;
    uint256 private constant SEQUENCE_SHIFT = 200;
    uint256 private constant PEAK_SHIFT = 232;

    /// @return who owns a resting order, an ordinary one or the shown part of an iceberg.
    function ownerOf(Book storage book, OrderSlot order) internal view returns (address) {
        address owner = order.owner();
        return order.isIceberg() ? _owner(book.icebergs[uint160(owner)]) : owner;
    }

    /// @return the lots of an iceberg that do not show.
    function hiddenLots(Book storage book, uint256 number) internal view returns (uint256) {
        return _hidden(book.icebergs[number]);
    }

    /// @return the sequence of the part that shows now.
    function shownSequence(Book storage book, uint256 number) internal view returns (uint32) {
        // safe: truncation drops the peak
        return uint32(IcebergRecord.unwrap(book.icebergs[number]) >> SEQUENCE_SHIFT);
    }

    function peakLots(Book storage book, uint256 number) internal view returns (uint24) {
        return uint24(IcebergRecord.unwrap(book.icebergs[number]) >> PEAK_SHIFT); // safe: 24 bits are left
    }

    /// @return number the number the next iceberg will have.
    function nextNumber(Book storage book) internal view returns (uint256 number) {
        unchecked {
            number = uint256(book.icebergCount) + 1; // safe: 32 bits + 1
        }
    }

    /// @notice Records an iceberg whose first part has just been stored under `sequence`.
    /// @param number from `nextNumber`.
    function open(
        Book storage book,
        uint256 number,
        address owner,
        uint256 hidden,
        uint256 sequence,
        uint256 peak
    ) internal {
        book.icebergCount = uint32(number); // safe: a full count refuses earlier, see Settlement
        book.icebergs[number] = _pack(owner, hidden, sequence, peak);
    }

    /// @notice The escrow of `lots` that come up in parts of `peak`.
    function escrow(
        MarketConfig config,
        bool isBid,
        uint256 lots,
        uint256 peak,
        uint256 lotPrice,
        uint256 feePips
    ) internal pure returns (uint256) {
        if (!isBid) return lots * config.lotUnits();
        return (lots / peak) * Fees.bidEscrow(peak, lotPrice, feePips) + Fees.bidEscrow(lots % peak, lotPrice, feePips);
    }

    /// @notice Ends an iceberg and returns what its hidden lots hold.
    /// @param order the part that showed.
    /// @return hidden how many lots were returned.
    function end(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        uint32 marketId,
        bool isBid,
        uint256 tick,
        OrderSlot order
    ) internal returns (uint256 hidden) {
        uint256 number = uint160(order.owner());
        IcebergRecord record = book.icebergs[number];
        book.icebergs[number] = IcebergRecord.wrap(0);
        hidden = _hidden(record);
        emit IExchange.IcebergEnded(_id(marketId, isBid, tick, number), uint40(hidden)); // safe: a 40-bit field
        if (hidden == 0) return 0;
        uint256 peak = IcebergRecord.unwrap(record) >> PEAK_SHIFT;
        uint256 amount = escrow(config, isBid, hidden, peak, tick * config.tickSize(), order.feePips());
        s.credit(_owner(record), isBid ? config.quoteAsset() : config.baseAsset(), amount);
    }

    /// @notice What follows when the shown part of an iceberg has left its level: the next part goes to the level's tail.
    /// @param order the part that left.
    /// @param goesOn false to end the iceberg instead.
    /// @return shown the level's header with the next part, or as it was when the iceberg is over: nothing is hidden any
    /// more, the level has no room, or it shall end. What was still hidden is returned then.
    function succeed(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        uint32 marketId,
        bool isBid,
        uint256 tick,
        LevelHeader h,
        OrderSlot order,
        bool goesOn
    ) internal returns (LevelHeader shown) {
        uint256 number = uint160(order.owner());
        uint256 record = IcebergRecord.unwrap(book.icebergs[number]);
        uint256 hidden = _hidden(IcebergRecord.wrap(record));
        uint256 lots = record >> PEAK_SHIFT;
        if (lots > hidden) lots = hidden;
        RestingBook.Refusal refusal;
        uint256 sequence;
        goesOn = goesOn && hidden != 0;
        if (goesOn) {
            BookSide storage side = isBid ? book.bids : book.asks;
            (refusal, sequence, shown) = RestingBook.push(side, tick, h, order.withLots(lots));
        }
        if (!goesOn || refusal != RestingBook.Refusal.NONE) {
            end(s, book, config, marketId, isBid, tick, order);
            return h;
        }
        unchecked {
            hidden -= lots; // safe: lots is at most the hidden ones
        }
        address owner = _owner(IcebergRecord.wrap(record));
        book.icebergs[number] = _pack(owner, hidden, sequence, record >> PEAK_SHIFT);
        emit IExchange.IcebergShown(
            _id(marketId, isBid, tick, number),
            // safe, all: fields of these widths
            OrderIdLib.pack(marketId, isBid ? OrderKind.BID : OrderKind.ASK, uint16(tick), uint32(sequence)),
            owner,
            uint40(lots),
            uint40(hidden),
            uint48(shown.lots())
        );
    }

    /// @return the id by which an iceberg is known while its parts come and go.
    function _id(uint32 marketId, bool isBid, uint256 tick, uint256 number) private pure returns (OrderId) {
        // safe: ticks have 16 bits, numbers 32
        return
            OrderIdLib.pack(
                marketId,
                isBid ? OrderKind.ICEBERG_BID : OrderKind.ICEBERG_ASK,
                uint16(tick),
                uint32(number)
            );
    }

    function _pack(address owner, uint256 hidden, uint256 sequence, uint256 peak) private pure returns (IcebergRecord) {
        return
            IcebergRecord.wrap(
                uint160(owner) | (hidden << HIDDEN_SHIFT) | (sequence << SEQUENCE_SHIFT) | (peak << PEAK_SHIFT)
            );
    }

    function _owner(IcebergRecord r) private pure returns (address) {
        return address(uint160(IcebergRecord.unwrap(r))); // safe: the field is the low 160 bits
    }

    function _hidden(IcebergRecord r) private pure returns (uint256) {
        return (IcebergRecord.unwrap(r) >> HIDDEN_SHIFT) & type(uint40).max;
    }
}
