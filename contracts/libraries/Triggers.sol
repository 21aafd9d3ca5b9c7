// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book, BookSide } from "../storage/ExchangeStorage.sol";
import { LevelHeader } from "../types/LevelHeader.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { LevelOverflow } from "./LevelOverflow.sol";
import { LevelSequences } from "./LevelSequences.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Triggers
/// @notice A market's triggers, sorted by price and time, in the structure of a book side: one order of one lot per trigger,
/// with the conditional order's number in place of the owner. So a level's lots count its triggers, and adding, removing and
/// finding the nearest cost the same however many there are.
library Triggers {
    using LevelOverflow for BookSide;
    using TickBitmap for BookSide;

    /// @param above which side of the price.
    /// @return side its triggers.
    /// @return flip of its ranks: the nearest trigger above the price is the lowest, below it the highest.
    function sideOf(Book storage book, bool above) internal view returns (BookSide storage side, uint256 flip) {
        return above ? (book.above, 0) : (book.below, TickBitmap.BID_FLIP);
    }

    /// @param ticks not zero.
    /// @param number the conditional order's.
    /// @return added false when the price has no sequence left; nothing changes then.
    /// @return sequence the trigger's place in time.
    function add(
        Book storage book,
        bool above,
        uint16 ticks,
        uint32 number
    ) internal returns (bool added, uint32 sequence) {
        (BookSide storage side, uint256 flip) = sideOf(book, above);
        OrderSlot order = OrderSlotLib.pack(address(uint160(number)), 1, 0, 0, 0);
        (RestingBook.Refusal refusal, uint256 at, ) = RestingBook.add(side, flip, ticks, order);
        return (refusal == RestingBook.Refusal.NONE, uint32(at)); // safe: sequences end below 2^32
    }

    /// @notice Takes out a live trigger.
    function remove(Book storage book, bool above, uint16 ticks, uint32 sequence) internal {
        (BookSide storage side, uint256 flip) = sideOf(book, above);
        RestingBook.remove(side, flip, ticks, sequence, side.levels[ticks].isLive(sequence), 1);
    }

    /// @return found whether there is any trigger on this side.
    /// @return ticks the one that the price would meet first.
    function nearest(Book storage book, bool above) internal view returns (bool found, uint16 ticks) {
        (BookSide storage side, uint256 flip) = sideOf(book, above);
        uint256 rank;
        (found, rank) = side.best();
        if (found) ticks = uint16(rank ^ flip); // safe: ranks are below 2^16
    }

    /// @notice The trigger that the reference price has passed furthest.
    /// @return found whether any is met.
    /// @return above its side.
    /// @return ticks its price.
    function due(Book storage book, uint256 price) internal view returns (bool found, bool above, uint16 ticks) {
        (bool up, uint16 upTicks) = nearest(book, true);
        (bool down, uint16 downTicks) = nearest(book, false);
        up = up && upTicks <= price;
        down = down && downTicks >= price;
        found = up || down;
        above = up && (!down || price - upTicks >= downTicks - price);
        ticks = above ? upTicks : downTicks;
    }

    /// @return found whether there is any trigger at all.
    /// @return above its side.
    /// @return ticks its price.
    function any(Book storage book) internal view returns (bool found, bool above, uint16 ticks) {
        (found, ticks) = nearest(book, true);
        if (found) return (true, true, ticks);
        (found, ticks) = nearest(book, false);
    }

    /// @notice Counts the triggers that a reference price meets.
    /// @param most counts no further.
    function countDue(Book storage book, uint256 price, uint256 most) internal view returns (uint256 count) {
        count = _count(book, true, price, most);
        count += _count(book, false, price ^ TickBitmap.BID_FLIP, most - count);
    }

    /// @notice Counts all triggers.
    /// @param most counts no further.
    function countAll(Book storage book, uint256 most) internal view returns (uint256 count) {
        count = _count(book, true, type(uint16).max, most);
        count += _count(book, false, type(uint16).max, most - count);
    }

    /// @param last rank of the last price that counts.
    function _count(Book storage book, bool above, uint256 last, uint256 most) private view returns (uint256 count) {
        (BookSide storage side, uint256 flip) = sideOf(book, above);
        (bool found, uint256 rank) = side.best();
        while (found && rank <= last && count < most) {
            count += side.levels[rank ^ flip].lots();
            (found, rank) = side.bestFrom(rank + 1);
        }
        if (count > most) count = most;
    }

    /// @return the number of the conditional order whose trigger is the oldest at a price with live ones.
    function oldest(Book storage book, bool above, uint256 ticks) internal view returns (uint32) {
        (BookSide storage side, ) = sideOf(book, above);
        LevelHeader h = side.levels[ticks];
        // whatever is in the ring came before what is in overflow
        if (h.mask() != 0) return _number(side.orders[RestingBook.ringIndex(ticks, h.first() + h.head())]);
        (, uint256 sequence) = side.next(ticks, 0);
        return _number(side.at(ticks, sequence));
    }

    /// @return result prices with live triggers from `fromTicks` outward (zero: from the nearest), at most `most`.
    function levels(
        Book storage book,
        bool above,
        uint256 fromTicks,
        uint256 most
    ) internal view returns (IExchangeConditionals.TriggerLevel[] memory result) {
        (BookSide storage side, uint256 flip) = sideOf(book, above);
        uint256 from = fromTicks == 0 ? 0 : fromTicks ^ flip;
        // counted first: an array as long as the caller allows could cost more than any call may
        result = new IExchangeConditionals.TriggerLevel[](_countLevels(side, from, most));
        for (uint256 i = 0; i < result.length; ++i) {
            (, uint256 rank) = side.bestFrom(from);
            uint256 tick = rank ^ flip;
            // safe: ticks are below 2^16, the lots field is 48 bits
            result[i] = IExchangeConditionals.TriggerLevel(uint16(tick), uint48(side.levels[tick].lots()));
            from = rank + 1;
        }
    }

    function _countLevels(BookSide storage side, uint256 from, uint256 most) private view returns (uint256 count) {
        while (count < most) {
            (bool found, uint256 rank) = side.bestFrom(from);
            if (!found) break;
            ++count;
            from = rank + 1;
        }
    }

    /// @notice The conditional orders with a trigger at a price, in time order.
    /// @return numbers at most `most` of them.
    function numbersAt(
        Book storage book,
        bool above,
        uint16 ticks,
        uint256 most
    ) internal view returns (uint32[] memory numbers) {
        (BookSide storage side, ) = sideOf(book, above);
        uint256[] memory sequences = LevelSequences.live(side, ticks, most);
        numbers = new uint32[](sequences.length);
        for (uint256 i = 0; i < sequences.length; ++i) {
            (, , OrderSlot order) = RestingBook.find(side, ticks, sequences[i]);
            numbers[i] = _number(order);
        }
    }

    function _number(OrderSlot order) private pure returns (uint32) {
        return uint32(uint160(order.owner())); // safe: `add` stored 32 bits
    }
}
