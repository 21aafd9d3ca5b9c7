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

    /// @param order the shown part.
    /// @return the id by which its iceberg is known while the parts come and go.
    function idOf(uint32 marketId, bool isBid, uint256 tick, OrderSlot order) internal pure returns (OrderId) {
        // safe: ticks have 16 bits, numbers 32
        return
            OrderIdLib.pack(
                marketId,
                isBid ? OrderKind.ICEBERG_BID : OrderKind.ICEBERG_ASK,
                uint16(tick),
                uint32(uint160(order.owner()))
            );
    }

    /// @notice Ends an iceberg and returns what its hidden lots hold.
    /// @param id from `idOf`.
    /// @param feePips of its parts.
    /// @return hidden how many lots were returned.
    function end(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        uint256 feePips
    ) internal returns (uint256 hidden) {
        IcebergRecord record = book.icebergs[id.sequence()];
        book.icebergs[id.sequence()] = IcebergRecord.wrap(0);
        hidden = _hidden(record);
        emit IExchange.IcebergEnded(id, uint40(hidden)); // safe: a 40-bit field
        if (hidden == 0) return 0;
        bool isBid = id.kind() == OrderKind.ICEBERG_BID;
        uint256 peak = IcebergRecord.unwrap(record) >> PEAK_SHIFT;
        uint256 amount = escrow(config, isBid, hidden, peak, id.priceTicks() * config.tickSize(), feePips);
        s.credit(_owner(record), isBid ? config.quoteAsset() : config.baseAsset(), amount);
    }

    /// @notice What follows when the shown part of an iceberg was filled: the next part goes to the level's tail.
    /// @param id from `idOf`.
    /// @param h the level without the part.
    /// @param order the part that was filled.
    /// @return shown the level with the next part, or as it was when the iceberg is over: nothing is hidden any more, or
    /// the level has no room, and then what was hidden is returned.
    function succeed(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        OrderId id,
        LevelHeader h,
        OrderSlot order
    ) internal returns (LevelHeader shown) {
        uint256 record = IcebergRecord.unwrap(book.icebergs[id.sequence()]);
        uint256 hidden = _hidden(IcebergRecord.wrap(record));
        if (hidden != 0) {
            uint256 lots = record >> PEAK_SHIFT;
            if (lots > hidden) lots = hidden;
            BookSide storage side = id.kind() == OrderKind.ICEBERG_BID ? book.bids : book.asks;
            RestingBook.Refusal refusal;
            uint256 sequence;
            (refusal, sequence, shown) = RestingBook.push(side, id.priceTicks(), h, order.withLots(lots));
            if (refusal == RestingBook.Refusal.NONE) {
                unchecked {
                    hidden -= lots; // safe: lots is at most the hidden ones
                }
                _show(book, id, record, hidden, sequence, lots, shown.lots());
                return shown;
            }
        }
        end(s, book, config, id, order.feePips());
        return h;
    }

    /// @dev Records and reports a new shown part.
    function _show(
        Book storage book,
        OrderId id,
        uint256 record,
        uint256 hidden,
        uint256 sequence,
        uint256 lots,
        uint256 levelLots
    ) private {
        address owner = _owner(IcebergRecord.wrap(record));
        book.icebergs[id.sequence()] = _pack(owner, hidden, sequence, record >> PEAK_SHIFT);
        OrderKind kind = id.kind() == OrderKind.ICEBERG_BID ? OrderKind.BID : OrderKind.ASK;
        // safe, all: fields of these widths
        OrderId part = OrderIdLib.pack(id.marketId(), kind, id.priceTicks(), uint32(sequence));
        emit IExchange.IcebergShown(id, part, owner, uint40(lots), uint40(hidden), uint48(levelLots));
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
